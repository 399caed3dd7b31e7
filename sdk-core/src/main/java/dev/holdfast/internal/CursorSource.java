package dev.holdfast.internal;

import org.jspecify.annotations.Nullable;

/** The subscription whose position a {@link CursorKeeper} keeps, as far as the keeper knows it. */
interface CursorSource {
    /** The topic. */
    String topic();

    /** The position now. */
    @Nullable
    String cursor();

    /** Begins behind a position that was loaded; null for none. */
    void keep(CursorKeeper keeper, @Nullable String from);

    /** The store failed; answers whether the listener is told of it. */
    boolean fault(Throwable error);
}
