package dev.holdfast.desktop.model;

/** A value of a field at a time by {@link System#nanoTime()}. */
public record Point(Field field, long nanos, double value) {}
