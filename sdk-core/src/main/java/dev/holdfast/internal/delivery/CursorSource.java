package dev.holdfast.internal.delivery;

import org.jspecify.annotations.Nullable;

/** The subscription whose position a {@link CursorSaver} keeps, as far as the keeper knows it. */
interface CursorSource {
    /** The topic. */
    String topic();

    /** The position now. */
    @Nullable
    String cursor();

    /** Begins behind a position that was loaded; null for none. */
    void restoreCursor(CursorSaver cursorSaver, @Nullable String from);

    /** The store failed; answers whether the listener is told of it. */
    boolean reportError(Throwable error);
}
