package dev.holdfast.internal;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.Unreadable;

/** Notices content that ends every link that brings it, and sees that it is not asked for for ever. On the loop. */
final class PoisonGuard {
    private final Unreadable policy;
    private final Roster roster;
    private final boolean shared;
    private int ends;
    private long received;

    /** {@code shared}: the links carry several subscriptions, and that one gets on says nothing of the others. */
    PoisonGuard(Unreadable policy, Roster roster, boolean shared) {
        this.policy = policy;
        this.roster = roster;
        this.shared = shared;
    }

    /** Answers the reason with which the session goes on from a link's end. */
    CloseReason judge(CloseReason reason, boolean ready, boolean stable) {
        if (stable) ends = 0;
        if (!isOfContent(reason, ready)) return reason;
        long now = roster.received();
        if (!shared && now != received) ends = 0;
        received = now;
        if (++ends < policy.attempts()) return reason;
        ends = 0;
        CloseReason last = CloseReason.fatal(reason.kind(), text(reason))
                .withCode(reason.code())
                .withCause(reason.cause());
        if (!policy.skips()) return last;
        roster.skip(new CloseException(last));
        return reason;
    }

    /** A peer that breaks the protocol before anything is resumed, or where nothing is, may do better next time. */
    private boolean isOfContent(CloseReason reason, boolean ready) {
        if (!reason.retryable()) return false;
        switch (reason.kind()) {
            case TOO_LARGE:
                return true;
            case PROTOCOL:
            case INTERNAL:
                return ready && roster.hasCursor();
            default:
                return false;
        }
    }

    private String text(CloseReason reason) {
        if (policy.attempts() == 1) return reason.text();
        return reason.text() + ". It was met in " + policy.attempts() + " attempts in a row: see Builder.unreadable";
    }
}
