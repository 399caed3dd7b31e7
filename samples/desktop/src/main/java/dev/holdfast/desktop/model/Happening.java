package dev.holdfast.desktop.model;

import dev.holdfast.CloseReason;
import dev.holdfast.ConnectionEvent;
import dev.holdfast.Continuity;

/** An event other than a message. */
public sealed interface Happening {
    /** Returns the time, by {@link System#nanoTime()}. */
    long nanos();

    /** A change of a connection's state. */
    record State(long nanos, ConnectionEvent event) implements Happening {}

    /** A topic confirmed by the server on a connection. */
    record TakenUp(long nanos, String topic, String connection, Continuity continuity) implements Happening {}

    /** A response to a heartbeat probe. */
    record RoundTrip(long nanos, String connection, long tripNanos) implements Happening {}

    /** The end of a subscription. */
    record Ended(long nanos, String topic, CloseReason reason) implements Happening {}

    /** A note for the user: a listener error, dropped messages, or an event of the demo server. */
    record Note(long nanos, String text, boolean cut) implements Happening {}
}
