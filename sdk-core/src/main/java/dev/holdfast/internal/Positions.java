package dev.holdfast.internal;

import dev.holdfast.Acknowledgement;
import dev.holdfast.Continuity;
import org.jspecify.annotations.Nullable;

/** How far a subscription has come: what was taken in, what was handled, what may come twice. Under the mailbox's lock. */
final class Positions {
    private final DuplicateWindow window = new DuplicateWindow();
    private final Acknowledgement mode;
    private final Unacknowledged unacknowledged;
    private @Nullable String taken;
    private @Nullable String done;
    /** What comes after the next subscribe does not follow on what came before, whatever the server says. */
    private boolean skipped;

    Positions(Acknowledgement mode, Unacknowledged unacknowledged) {
        this.mode = mode;
        this.unacknowledged = unacknowledged;
    }

    /** Where it begins. */
    void begin(@Nullable String from) {
        taken = from;
        done = from;
    }

    /** Where a new link goes on from. */
    @Nullable
    String taken() {
        return taken;
    }

    /** The position behind the last message that is done with. */
    @Nullable
    String done() {
        return done;
    }

    /** What a link's first word says of the messages behind it; answers what the listener is to hear. */
    Continuity continued(Continuity said) {
        Continuity told = skipped ? Continuity.GAP : said;
        skipped = false;
        if (told == Continuity.GAP || told == Continuity.FRESH) window.broken();
        else window.resumed();
        return told;
    }

    /** Forgets where to go on from; false where that was not known. */
    boolean skip() {
        if (taken == null) return false;
        taken = null;
        skipped = true;
        return true;
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

    /** The position moved; an empty one is forgotten. */
    void moveTo(String id) {
        taken = id.isEmpty() ? null : id;
        if (countReceipt()) done = taken;
    }

    /** Whether receipt is all that counts. Needs no lock. */
    boolean countReceipt() {
        return mode == Acknowledgement.ON_RECEIPT;
    }

    /** A message is handed out. */
    void begins(RealMessage message) {
        if (mode == Acknowledgement.MANUAL) unacknowledged.add((TrackedMessage) message);
    }

    /** The callback behind a message, or the last one that says a position, has returned. */
    void returned(@Nullable String id) {
        if (mode == Acknowledgement.ON_RETURN && id != null) finish(id);
    }

    /** All before a position without a message was handed out. */
    void passed(Position position) {
        if (mode == Acknowledgement.ON_RETURN) finish(position.id);
        if (mode != Acknowledgement.MANUAL) return;
        unacknowledged.add(position);
        acknowledged();
    }

    /** Something was acknowledged. */
    void acknowledged() {
        String position = unacknowledged.advance();
        if (position != null) finish(position);
    }

    private void finish(String id) {
        done = id.isEmpty() ? null : id;
    }
}
