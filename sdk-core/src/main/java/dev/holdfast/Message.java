package dev.holdfast;

import org.jspecify.annotations.Nullable;

/**
 * One message of a topic. Immutable; may be kept and handed on. Implemented by Holdfast only; later versions may add methods.
 *
 * @param <T> the type that the payload was decoded to; {@code String} if the subscription is undecoded
 */
public interface Message<T> {
    /** The topic as the app named it; empty for the feed at the URL itself. */
    String topic();

    /**
     * The id the server gave this very message; null where it gave none. WHATWG HTML section 9.2 lets an earlier id stand
     * for later messages: {@link Subscription#cursor()} knows that one.
     */
    @Nullable
    String id();

    /** The event type, null for the default one ({@code message} in browsers) and where the protocol has none. */
    @Nullable
    String type();

    /**
     * Returns the decoded payload; for an undecoded subscription the same as {@link #text()}, and never null. Null means one
     * thing: the {@link Decoder} returned null, which {@link dev.holdfast.protocol.GsonDecoder} does for JSON null only.
     */
    @Nullable
    T data();

    /** The payload as it came; binary is read as UTF-8, bad bytes replaced by U+FFFD. */
    String text();

    /** The payload as it came; text is encoded as UTF-8. A new array, unless the message came as binary. */
    byte[] bytes();

    /**
     * Says that it is done with, where the subscription asked for {@link Acknowledgement#MANUAL}; does nothing otherwise,
     * and nothing the second time. From any thread, at any time; {@link Subscription#cursor()} moves when every message
     * before it is acknowledged too.
     */
    void ack();

    /** When it was read from the socket, by {@link System#nanoTime()}. */
    long receivedNanos();
}
