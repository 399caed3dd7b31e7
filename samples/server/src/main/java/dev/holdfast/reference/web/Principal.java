package dev.holdfast.reference.web;

/** Who asks, and whether they may publish. */
record Principal(String name, boolean mayPublish) {}
