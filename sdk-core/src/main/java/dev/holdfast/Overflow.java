package dev.holdfast;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The policy for a full queue: what happens to messages when a listener is slower than the server and {@link
 * Limits#withQueue} is reached. A burst, such as the messages after a resume, may fill the queue before a background thread
 * or an executor has run once. With {@link #dropOldest}, {@link #dropNewest} and {@link #fail}, set the limits above the
 * largest burst. With {@link Delivery#direct()} a listener that needs less than 100 ms for one read of up to 16 KiB loses
 * nothing. Dropped messages are counted in {@link SubscriptionStats#dropped()} and reported to
 * {@link SubscriptionListener#onDropped}. Immutable.
 */
public final class Overflow {
    /** The kind of a policy. Later versions may add values. */
    public enum Kind {
        /** The policy of {@link Overflow#block()}. */
        BLOCK,
        /** The policy of {@link Overflow#dropOldest()}. */
        DROP_OLDEST,
        /** The policy of {@link Overflow#dropNewest()}. */
        DROP_NEWEST,
        /** The policy of {@link Overflow#latest}. */
        LATEST,
        /** The policy of {@link Overflow#fail()}. */
        FAIL
    }

    private static final Overflow BLOCK = new Overflow(Kind.BLOCK, null);
    private static final Overflow DROP_OLDEST = new Overflow(Kind.DROP_OLDEST, null);
    private static final Overflow DROP_NEWEST = new Overflow(Kind.DROP_NEWEST, null);
    private static final Overflow FAIL = new Overflow(Kind.FAIL, null);

    private final Kind kind;
    private final @Nullable Function<? super Message<?>, ?> key;

    private Overflow(Kind kind, @Nullable Function<? super Message<?>, ?> key) {
        this.kind = kind;
        this.key = key;
    }

    /**
     * Returns the policy that loses nothing; the default. The client stops reading the connection of a subscription
     * that has its own, until the queue has room; the server has to wait. On a shared connection, the client
     * unsubscribes from the server and resubscribes from the cursor when the queue is half empty. If the protocol
     * cannot resume, the subscription ends with {@link CloseReason.Kind#SLOW_CONSUMER} instead.
     */
    public static Overflow block() {
        return BLOCK;
    }

    /** Returns the policy that drops the oldest queued message to make room for a new one. */
    public static Overflow dropOldest() {
        return DROP_OLDEST;
    }

    /** Returns the policy that drops a new message when the queue is full. */
    public static Overflow dropNewest() {
        return DROP_NEWEST;
    }

    /**
     * Returns the policy that keeps only the latest message of each key. A queued message is dropped as soon as the
     * next message with the same key arrives, even if the queue has room. If the queue is full of messages with other
     * keys, the oldest is dropped. For values of which only the newest matters. With {@link Delivery#direct()}, this
     * happens among the messages of one read of up to 16 KiB.
     *
     * @param key returns the key of a message, which needs {@code equals} and {@code hashCode}. The message is not
     *     decoded: use {@link Message#text()}, {@link Message#id()} and {@link Message#type()}. Called on the thread
     *     that reads the connection, so it should be quick. A message whose key is null is never replaced. If the
     *     function throws, the message is never replaced either, and {@link SubscriptionListener#onError} receives the
     *     exception.
     */
    public static Overflow latest(Function<? super Message<?>, ?> key) {
        return new Overflow(Kind.LATEST, Objects.requireNonNull(key, "key"));
    }

    /**
     * Returns the policy that ends the subscription with {@link CloseReason.Kind#SLOW_CONSUMER}, after the queued
     * messages were delivered. For apps that must not continue with a message missing.
     */
    public static Overflow fail() {
        return FAIL;
    }

    /** Returns the key function of {@link #latest}; null for the other kinds. */
    public @Nullable Function<? super Message<?>, ?> key() {
        return key;
    }

    /** Returns the kind of this policy. */
    public Kind kind() {
        return kind;
    }

    @Override
    public String toString() {
        return kind.name();
    }
}
