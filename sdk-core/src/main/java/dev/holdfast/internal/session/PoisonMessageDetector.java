package dev.holdfast.internal.session;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.PoisonPolicy;
import dev.holdfast.internal.runtime.OnLoop;

/** Notices content that ends every link that brings it, and sees that it is not asked for for ever. */
@OnLoop
final class PoisonMessageDetector {
    private final PoisonPolicy policy;
    private final SessionSubscriptions subscriptions;
    private final boolean shared;
    private int endsInARow;
    private long receivedBefore;

    /** {@code shared}: the links carry several subscriptions, and that one gets on says nothing of the others. */
    PoisonMessageDetector(PoisonPolicy policy, SessionSubscriptions subscriptions, boolean shared) {
        this.policy = policy;
        this.subscriptions = subscriptions;
        this.shared = shared;
    }

    /** Answers the reason with which the session goes on from a link's end. */
    CloseReason evaluateEnd(CloseReason reason, boolean ready, boolean stable) {
        if (stable) endsInARow = 0;
        if (!isCausedByContent(reason, ready)) return reason;
        long now = subscriptions.receivedMessages();
        if (!shared && now != receivedBefore) endsInARow = 0;
        receivedBefore = now;
        if (++endsInARow < policy.attempts()) return reason;
        endsInARow = 0;
        CloseReason last = CloseReason.fatal(reason.kind(), finalText(reason))
                .withCode(reason.code())
                .withCause(reason.cause());
        if (!policy.skips()) return last;
        subscriptions.skipUnreadable(new CloseException(last));
        return reason;
    }

    /** A peer that breaks the protocol before anything is resumed, or where nothing is, may do better next time. */
    private boolean isCausedByContent(CloseReason reason, boolean ready) {
        if (!reason.retryable()) return false;
        switch (reason.kind()) {
            case TOO_LARGE:
                return true;
            case PROTOCOL:
            case INTERNAL:
                return ready && subscriptions.anyHasCursor();
            default:
                return false;
        }
    }

    private String finalText(CloseReason reason) {
        if (policy.attempts() == 1) return reason.text();
        return reason.text() + ". It was met in " + policy.attempts() + " attempts in a row: see Builder.poisonPolicy";
    }
}
