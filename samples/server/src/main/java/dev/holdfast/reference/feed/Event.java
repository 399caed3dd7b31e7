package dev.holdfast.reference.feed;

import com.google.gson.JsonPrimitive;
import org.jspecify.annotations.Nullable;

/**
 * One message of a topic. Each names the one before it, so that whoever reads on can tell whether something between them
 * is missing.
 */
public final class Event {
    /** What an event costs beside its text, roughly. */
    private static final int OVERHEAD = 120;

    private final EventId id;
    private final EventId previous;
    /** The members that are the same for all who read it. */
    private final String members;

    /** The data is JSON on one line. */
    public Event(EventId id, EventId previous, @Nullable String type, String data) {
        this.id = id;
        this.previous = previous;
        String event = type == null ? "" : "\"event\":" + new JsonPrimitive(type) + ",";
        members = event + "\"data\":" + data + "}";
    }

    /** The place behind it. */
    public EventId id() {
        return id;
    }

    /** The place before it. */
    public EventId previous() {
        return previous;
    }

    /** As a frame of a connection that carries many subscriptions. */
    public String frame(long sub) {
        return "{\"type\":\"message\",\"sub\":" + sub + ",\"id\":\"" + id + "\"," + members;
    }

    /** As a block of an event stream. */
    public String block() {
        return "id: " + id + "\ndata: {\"type\":\"message\"," + members + "\n\n";
    }

    /** What it costs to keep it, in bytes, roughly. */
    int cost() {
        return OVERHEAD + members.length();
    }
}
