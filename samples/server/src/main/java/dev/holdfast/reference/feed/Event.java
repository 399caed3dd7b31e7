package dev.holdfast.reference.feed;

import com.google.gson.JsonPrimitive;
import org.jspecify.annotations.Nullable;

/**
 * A message of a topic. Each message names its predecessor, so that a reader can detect a missing message.
 */
public final class Event {
    /** The approximate memory of an event in addition to its text. */
    private static final int OVERHEAD = 120;

    private final EventId id;
    private final EventId previous;
    /** The JSON members that are the same for all readers. */
    private final String members;

    /** Creates an event. The data is JSON on one line. */
    public Event(EventId id, EventId previous, @Nullable String type, String data) {
        this.id = id;
        this.previous = previous;
        String event = type == null ? "" : "\"event\":" + new JsonPrimitive(type) + ",";
        members = event + "\"data\":" + data + "}";
    }

    /** Returns the position after this message. */
    public EventId id() {
        return id;
    }

    /** Returns the position before this message. */
    public EventId previous() {
        return previous;
    }

    /** Returns the frame for a connection with many subscriptions. */
    public String frame(long sub) {
        return "{\"type\":\"message\",\"sub\":" + sub + ",\"id\":\"" + id + "\"," + members;
    }

    /** Returns the block for an event stream. */
    public String block() {
        return "id: " + id + "\ndata: {\"type\":\"message\"," + members + "\n\n";
    }

    /** Returns the approximate memory of this event in bytes. */
    int cost() {
        return OVERHEAD + members.length();
    }
}
