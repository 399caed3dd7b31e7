package dev.holdfast;

import org.jspecify.annotations.Nullable;

/** A server's word that it took a published message. Immutable. */
public final class Receipt {
    private final String topic;
    private final @Nullable String id;

    /** For protocols and for tests. */
    public Receipt(String topic, @Nullable String id) {
        this.topic = topic;
        this.id = id;
    }

    /** The topic published to. */
    public String topic() {
        return topic;
    }

    /** The id the server gave the message, null where it gives none. */
    public @Nullable String id() {
        return id;
    }

    @Override
    public String toString() {
        return "Receipt{" + topic + (id == null ? "" : ", id=" + id) + "}";
    }
}
