package dev.holdfast.internal.delivery;

import dev.holdfast.Acknowledgement;
import dev.holdfast.Continuity;
import dev.holdfast.internal.runtime.GuardedBy;
import org.jspecify.annotations.Nullable;

/** The cursors of a subscription: the last received and the last handled. Detects duplicates after a resume. */
@GuardedBy("Mailbox.lock")
final class CursorTracker {
    private final DuplicateWindow window = new DuplicateWindow();
    private final Acknowledgement mode;
    private final UnackedMessages unacked;
    private @Nullable String received;
    private @Nullable String handled;
    /** True if the next subscribe is reported as a gap, regardless of what the server reports. */
    private boolean positionForgotten;

    CursorTracker(Acknowledgement mode, UnackedMessages unacked) {
        this.mode = mode;
        this.unacked = unacked;
    }

    /** Sets both cursors to the starting cursor; null for none. */
    void startAt(@Nullable String from) {
        received = from;
        handled = from;
    }

    /** Returns the cursor that a new link resumes from; null for none. */
    @Nullable
    String receivedCursor() {
        return received;
    }

    /** Returns the cursor after the last handled message; null for none. */
    @Nullable
    String handledCursor() {
        return handled;
    }

    /**
     * Records how a new link continues the stream. Returns the continuity for the listener: a gap if the cursor was
     * forgotten, otherwise {@code reported}.
     */
    Continuity streamContinued(Continuity reported) {
        Continuity continuity = positionForgotten ? Continuity.GAP : reported;
        positionForgotten = false;
        if (continuity == Continuity.GAP || continuity == Continuity.FRESH) window.streamBroken();
        else window.streamResumed();
        return continuity;
    }

    /** Forgets the received cursor. Returns false if there was none. */
    boolean forgetPosition() {
        if (received == null) return false;
        received = null;
        positionForgotten = true;
        return true;
    }

    /** Returns true if a message with this id was received before the resume. Null is never a duplicate. */
    boolean isDuplicate(@Nullable String id) {
        return id != null && window.isDuplicate(id);
    }

    /** Returns true if duplicates may still arrive. */
    boolean mayRepeat() {
        return window.hasOverlap();
    }

    /** Records a received message. Null means that the message has no cursor. */
    void messageReceived(@Nullable String id) {
        if (id == null) return;
        moveReceived(id);
        if (!id.isEmpty()) window.remember(id);
    }

    /** Moves the received cursor. An empty id clears it. */
    void moveReceived(String id) {
        received = id.isEmpty() ? null : id;
        if (countsOnReceipt()) handled = received;
    }

    /** Returns true if a received message counts as handled. May be called without the lock. */
    boolean countsOnReceipt() {
        return mode == Acknowledgement.ON_RECEIPT;
    }

    /** Records that a message is passed to the listener. The app does not acknowledge comments. */
    void messageHandedOut(RealMessage message) {
        if (mode == Acknowledgement.MANUAL && !RealMessage.isComment(message)) unacked.add((TrackedMessage) message);
    }

    /** Records that the callback of a message with this cursor returned. Null means that no message has one. */
    void callbackReturned(@Nullable String id) {
        if (mode == Acknowledgement.ON_RETURN && id != null) moveHandled(id);
    }

    /** Records that all messages before a marker were passed to the listener. */
    void markerReached(CursorMarker marker) {
        if (mode == Acknowledgement.ON_RETURN) moveHandled(marker.id);
        if (mode != Acknowledgement.MANUAL) return;
        unacked.add(marker);
        advanceAcknowledged();
    }

    /** Moves the handled cursor past the acknowledged messages at the front. */
    void advanceAcknowledged() {
        String position = unacked.advanceAcknowledged();
        if (position != null) moveHandled(position);
    }

    private void moveHandled(String id) {
        handled = id.isEmpty() ? null : id;
    }
}
