package dev.holdfast;

import org.jspecify.annotations.Nullable;

/** A server's confirmation that it accepted a published message. Immutable. */
public final class Receipt {
    private final String topic;
    private final @Nullable String id;

    private Receipt(String topic, @Nullable String id) {
        this.topic = topic;
        this.id = id;
    }

    /** Returns a receipt, for Holdfast and for tests. */
    public static Receipt of(String topic, @Nullable String id) {
        return new Receipt(topic, id);
    }

    /** Returns the topic published to. */
    public String topic() {
        return topic;
    }

    /** Returns the id that the server gave the message; null if it gave none. */
    public @Nullable String id() {
        return id;
    }

    @Override
    public String toString() {
        return Diagnostics.oneLine("Receipt{" + topic + (id == null ? "" : ", id=" + id) + "}");
    }
}
