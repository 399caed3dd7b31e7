package dev.holdfast;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of messages that a listener cannot keep up with, once {@link Limits#withQueue} is full. Whatever is dropped is
 * counted in {@link SubscriptionStats#dropped()} and told to {@link SubscriptionListener#onDropped}. Immutable.
 */
public final class Overflow {
    /** The kinds. */
    public enum Kind {
        /** See {@link Overflow#block()}. */
        BLOCK,
        /** See {@link Overflow#dropOldest()}. */
        DROP_OLDEST,
        /** See {@link Overflow#dropNewest()}. */
        DROP_NEWEST,
        /** See {@link Overflow#latest}. */
        LATEST,
        /** See {@link Overflow#fail()}. */
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
     * Loses nothing. A subscription with its own connection is not read until there is room, so the server waits. One
     * that shares a connection is left and taken up again from its cursor when the queue is half empty; where the
     * protocol cannot resume it ends with {@link CloseReason.Kind#SLOW_CONSUMER}.
     */
    public static Overflow block() {
        return BLOCK;
    }

    /** Drops the message that has waited longest, and counts it. */
    public static Overflow dropOldest() {
        return DROP_OLDEST;
    }

    /** Drops the message that came last, and counts it. */
    public static Overflow dropNewest() {
        return DROP_NEWEST;
    }

    /**
     * Keeps the latest message of each key: a message that waits for its listener gives way to the next one of the same
     * key at once, not only when the queue is full; with more keys than the queue can hold, the message that has waited
     * longest is dropped. For values of which only the newest counts.
     *
     * @param key makes a key, with {@code equals} and {@code hashCode}, of a message that is not decoded yet ({@link
     *     Message#text()}, {@link Message#id()}, {@link Message#type()}). It runs on the thread that reads the connection,
     *     so it should be quick. A message whose key is null is never replaced; so is one for which it throws, and {@link
     *     SubscriptionListener#onError} is told.
     */
    public static Overflow latest(Function<? super Message<?>, ?> key) {
        return new Overflow(Kind.LATEST, Objects.requireNonNull(key, "key"));
    }

    /**
     * Ends the subscription with {@link CloseReason.Kind#SLOW_CONSUMER}, after what is queued was delivered. For apps to
     * which a missing message is worse than none.
     */
    public static Overflow fail() {
        return FAIL;
    }

    /** See {@link #latest}; null for the other kinds. */
    public @Nullable Function<? super Message<?>, ?> key() {
        return key;
    }

    /** Which one this is. */
    public Kind kind() {
        return kind;
    }

    @Override
    public String toString() {
        return kind.name();
    }
}
