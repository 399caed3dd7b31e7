package dev.holdfast.internal;

import dev.holdfast.Continuity;
import org.jspecify.annotations.Nullable;

/** How far a subscription has come: what was taken in, what was handled, what may come twice. Under the mailbox's lock. */
final class Positions {
    private final DuplicateWindow window = new DuplicateWindow();
    private @Nullable String taken;
    private @Nullable String handled;

    Positions(@Nullable String from) {
        taken = from;
        handled = from;
    }

    /** Where a new link goes on from. */
    @Nullable
    String taken() {
        return taken;
    }

    /** The position behind the last handled message. */
    @Nullable
    String handled() {
        return handled;
    }

    /** What a link's first word says of the messages behind it. */
    void continued(Continuity continuity) {
        if (continuity == Continuity.GAP || continuity == Continuity.FRESH) window.broken();
        else window.resumed();
    }

    /** Whether a message was taken in before the resume. */
    boolean seen(@Nullable String id) {
        return id != null && window.seen(id);
    }

    /** Whether messages may still come a second time. */
    boolean overlaps() {
        return window.overlaps();
    }

    /** A message was taken in. */
    void take(@Nullable String id) {
        if (id == null) return;
        moveTo(id);
        if (!id.isEmpty()) window.remember(id);
    }

    /** The position moved without a message; an empty one is forgotten. */
    void moveTo(String id) {
        taken = id.isEmpty() ? null : id;
    }

    void handle(@Nullable String id) {
        if (id != null) handled = id.isEmpty() ? null : id;
    }
}
