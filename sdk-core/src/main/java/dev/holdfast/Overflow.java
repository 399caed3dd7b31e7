package dev.holdfast;

/**
 * What becomes of messages that a listener cannot keep up with, once {@link Limits#queue} is full. Immutable.
 */
public final class Overflow {
    /** The kinds. */
    public enum Kind {
        /** See {@link Overflow#block()}. */
        BLOCK,
        /** See {@link Overflow#dropOldest()}. */
        DROP_OLDEST,
        /** See {@link Overflow#dropNewest()}. */
        DROP_NEWEST
    }

    private static final Overflow BLOCK = new Overflow(Kind.BLOCK);
    private static final Overflow DROP_OLDEST = new Overflow(Kind.DROP_OLDEST);
    private static final Overflow DROP_NEWEST = new Overflow(Kind.DROP_NEWEST);

    private final Kind kind;

    private Overflow(Kind kind) {
        this.kind = kind;
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

    /** Which one this is. */
    public Kind kind() {
        return kind;
    }

    @Override
    public String toString() {
        return kind.name();
    }
}
