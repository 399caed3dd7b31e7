package dev.holdfast.reference.feed;

/** The evaluation of a cursor by the store: its continuity and the position from which the remaining messages start. */
public record Standing(Continuity continuity, EventId start) {}
