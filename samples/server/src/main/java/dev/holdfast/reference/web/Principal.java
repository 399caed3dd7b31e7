package dev.holdfast.reference.web;

/** A client's name and whether it may publish. */
record Principal(String name, boolean mayPublish) {}
