package dev.holdfast.internal.session;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.PoisonPolicy;
import dev.holdfast.internal.runtime.OnLoop;

/**
 * A detector of poison messages: content that ends every link that brings it. Keeps the session from requesting it
 * forever.
 */
@OnLoop
final class PoisonMessageDetector {
    private final PoisonPolicy policy;
    private final SessionSubscriptions subscriptions;
    private final boolean shared;
    private int endsInARow;
    private long receivedBefore;

    /**
     * {@code shared} is true if each link carries several subscriptions. Progress of one then says nothing about the
     * others.
     */
    PoisonMessageDetector(PoisonPolicy policy, SessionSubscriptions subscriptions, boolean shared) {
        this.policy = policy;
        this.subscriptions = subscriptions;
        this.shared = shared;
    }

    /**
     * Evaluates the end of a link. Returns the reason that the session uses from here on: the given one, or a final one
     * after the last allowed attempt. With {@link PoisonPolicy#skip} moves the subscriptions past the message instead.
     *
     * @param ready whether the protocol handshake was complete
     * @param stable whether the connection was open long enough to reset the count
     */
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

    /**
     * Returns true if received content may have caused the end. PROTOCOL and INTERNAL count only on a ready link with a
     * cursor to resume from: in all other cases the next attempt may receive other content.
     */
    private boolean isCausedByContent(CloseReason reason, boolean ready) {
        if (!reason.retryable()) return false;
        CloseReason.Kind kind = reason.kind();
        if (kind == CloseReason.Kind.TOO_LARGE) return true;
        boolean content = kind == CloseReason.Kind.PROTOCOL || kind == CloseReason.Kind.INTERNAL;
        return content && ready && subscriptions.anyHasCursor();
    }

    private String finalText(CloseReason reason) {
        if (policy.attempts() == 1) return reason.text();
        return reason.text() + ". It ended " + policy.attempts() + " attempts in a row: see Builder.poisonPolicy";
    }
}
