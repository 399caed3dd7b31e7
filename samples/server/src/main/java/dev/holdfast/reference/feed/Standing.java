package dev.holdfast.reference.feed;

/** What a store knows of a cursor: what it is worth, and the place behind which what is left begins. */
public record Standing(Continuity continuity, EventId start) {}
