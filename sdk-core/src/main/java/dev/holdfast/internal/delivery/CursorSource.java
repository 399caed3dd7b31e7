package dev.holdfast.internal.delivery;

import org.jspecify.annotations.Nullable;

/** The part of a subscription that its {@link CursorSaver} uses. */
interface CursorSource {
    /** Returns the topic. */
    String topic();

    /** Returns the current handled cursor; null if there is none. */
    @Nullable
    String cursor();

    /** Starts after a loaded cursor. Null means that the store has none. */
    void restoreCursor(CursorSaver cursorSaver, @Nullable String from);

    /** Queues a store failure for the listener. Returns true if the listener will receive it. */
    boolean reportError(Throwable error);
}
