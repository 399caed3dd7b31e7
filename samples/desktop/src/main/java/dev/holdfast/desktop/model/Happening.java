package dev.holdfast.desktop.model;

import dev.holdfast.CloseReason;
import dev.holdfast.ConnectionEvent;
import dev.holdfast.Continuity;

/** Something that happened beside messages. */
public sealed interface Happening {
    /** When, by {@link System#nanoTime()}. */
    long nanos();

    /** A connection's state changed. */
    record State(long nanos, ConnectionEvent event) implements Happening {}

    /** The server took a topic up, on a connection. */
    record TakenUp(long nanos, String topic, String connection, Continuity continuity) implements Happening {}

    /** A probe was answered. */
    record RoundTrip(long nanos, String connection, long tripNanos) implements Happening {}

    /** A subscription is over. */
    record Ended(long nanos, String topic, CloseReason reason) implements Happening {}

    /** Something to tell: a message that could not be taken, or a word of the demo server. */
    record Note(long nanos, String text, boolean cut) implements Happening {}
}
