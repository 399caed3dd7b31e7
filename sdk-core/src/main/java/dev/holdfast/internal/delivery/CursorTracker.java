package dev.holdfast.internal.delivery;

import dev.holdfast.Acknowledgement;
import dev.holdfast.Continuity;
import org.jspecify.annotations.Nullable;

/** How far a subscription has come: what was taken in, what was handled, what may come twice. Under the mailbox's lock. */
final class CursorTracker {
    private final DuplicateWindow window = new DuplicateWindow();
    private final Acknowledgement mode;
    private final UnackedMessages unacked;
    private @Nullable String received;
    private @Nullable String handled;
    /** What comes after the next subscribe does not follow on what came before, whatever the server says. */
    private boolean positionForgotten;

    CursorTracker(Acknowledgement mode, UnackedMessages unacked) {
        this.mode = mode;
        this.unacked = unacked;
    }

    /** Where it begins. */
    void startAt(@Nullable String from) {
        received = from;
        handled = from;
    }

    /** Where a new link goes on from. */
    @Nullable
    String receivedCursor() {
        return received;
    }

    /** The position behind the last message that is done with. */
    @Nullable
    String handledCursor() {
        return handled;
    }

    /** What a link's first word says of the messages behind it; answers what the listener is to hear. */
    Continuity streamContinued(Continuity said) {
        Continuity told = positionForgotten ? Continuity.GAP : said;
        positionForgotten = false;
        if (told == Continuity.GAP || told == Continuity.FRESH) window.streamBroken();
        else window.streamResumed();
        return told;
    }

    /** Forgets where to go on from; false where that was not known. */
    boolean forgetPosition() {
        if (received == null) return false;
        received = null;
        positionForgotten = true;
        return true;
    }

    /** Whether a message was taken in before the resume. */
    boolean isDuplicate(@Nullable String id) {
        return id != null && window.isDuplicate(id);
    }

    /** Whether messages may still come a second time. */
    boolean mayRepeat() {
        return window.hasOverlap();
    }

    /** A message was taken in. */
    void messageReceived(@Nullable String id) {
        if (id == null) return;
        moveReceived(id);
        if (!id.isEmpty()) window.remember(id);
    }

    /** The position moved; an empty one is forgotten. */
    void moveReceived(String id) {
        received = id.isEmpty() ? null : id;
        if (countsOnReceipt()) handled = received;
    }

    /** Whether receipt is all that counts. Needs no lock. */
    boolean countsOnReceipt() {
        return mode == Acknowledgement.ON_RECEIPT;
    }

    /** A message is handed out. */
    void messageHandedOut(RealMessage message) {
        if (mode == Acknowledgement.MANUAL) unacked.add((TrackedMessage) message);
    }

    /** The callback behind a message, or the last one that says a position, has returned. */
    void callbackReturned(@Nullable String id) {
        if (mode == Acknowledgement.ON_RETURN && id != null) moveHandled(id);
    }

    /** All before a position without a message was handed out. */
    void markerReached(CursorMarker marker) {
        if (mode == Acknowledgement.ON_RETURN) moveHandled(marker.id);
        if (mode != Acknowledgement.MANUAL) return;
        unacked.add(marker);
        advanceAcknowledged();
    }

    /** Something was acknowledged. */
    void advanceAcknowledged() {
        String position = unacked.advanceAcknowledged();
        if (position != null) moveHandled(position);
    }

    private void moveHandled(String id) {
        handled = id.isEmpty() ? null : id;
    }
}
