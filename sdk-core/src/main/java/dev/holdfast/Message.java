package dev.holdfast;

import org.jspecify.annotations.Nullable;

/**
 * One message of a topic. Immutable; the app may keep it and pass it to other threads. Implemented by Holdfast only;
 * later versions may add methods.
 *
 * @param <T> the type that the payload was decoded to; {@code String} if the subscription is undecoded
 */
public interface Message<T> {
    /** Returns the topic as the app named it; empty for the feed at the URL itself. */
    String topic();

    /**
     * Returns the id that the server sent with this message; null if it sent none. An empty id resets the cursor. An
     * event stream may send an id once for several messages (WHATWG HTML section 9.2); {@link Subscription#cursor()}
     * accounts for that.
     */
    @Nullable
    String id();

    /**
     * Returns the event type; null for the default type ({@code message} in browsers) and for protocols without event
     * types.
     */
    @Nullable
    String type();

    /**
     * Returns the decoded payload. For an undecoded subscription it equals {@link #text()} and is never null. Null
     * means that the {@link Decoder} returned null, which {@link dev.holdfast.protocol.GsonDecoder} does for JSON null
     * only.
     */
    @Nullable
    T data();

    /** Returns the undecoded payload as text. A binary payload is read as UTF-8; malformed bytes become U+FFFD. */
    String text();

    /**
     * Returns the undecoded payload as bytes. A text payload is encoded as UTF-8 into a new array; a binary payload is
     * not copied.
     */
    byte[] bytes();

    /**
     * Acknowledges the message if the subscription uses {@link Acknowledgement#MANUAL}; otherwise does nothing.
     * Idempotent. May be called from any thread at any time. {@link Subscription#cursor()} moves when all earlier
     * messages are acknowledged too.
     */
    void ack();

    /** Returns the time at which the message was read from the socket, in nanoseconds of {@link System#nanoTime()}. */
    long receivedNanos();
}
