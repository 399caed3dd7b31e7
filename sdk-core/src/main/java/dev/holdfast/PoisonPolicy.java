package dev.holdfast;

/**
 * What becomes of a subscription when what follows its position cannot be read: it is larger than {@link
 * Limits#maxMessageBytes()}, breaks the protocol, or makes the protocol throw. Each attempt resumes at the same position and
 * would meet it again, for ever. So the ends in a row that content brought about are counted; a message that comes through
 * or a connection that lasts for {@link Backoff#stableAfter()} begins the count anew. On a shared connection nobody can
 * tell whose message it was: there only the lasting connection does, and what follows concerns all its subscriptions.
 * Immutable.
 */
public final class PoisonPolicy {
    private final boolean skips;
    private final int attempts;

    private PoisonPolicy(boolean skips, int attempts) {
        if (attempts < 1) {
            throw new IllegalArgumentException(
                    "attempts is " + attempts + ": give 1 or more, since one has to fail first");
        }
        this.skips = skips;
        this.attempts = attempts;
    }

    /**
     * Ends the subscription with the reason of the last of so many ends, made final. Nothing is lost in silence: the
     * position stays where it is. The default, after 3.
     *
     * @throws IllegalArgumentException when {@code attempts} is less than 1
     */
    public static PoisonPolicy stop(int attempts) {
        return new PoisonPolicy(false, attempts);
    }

    /**
     * Goes on without the position after so many ends: {@link SubscriptionListener#onError} is told why, and the next {@link
     * SubscriptionListener#onSubscribed} says {@link Continuity#GAP}. What is lost is the message that cannot be read and
     * whatever the server would have sent between it and the new beginning.
     *
     * @throws IllegalArgumentException when {@code attempts} is less than 1
     */
    public static PoisonPolicy skip(int attempts) {
        return new PoisonPolicy(true, attempts);
    }

    /** Whether it goes on without the position; else it stops. */
    public boolean skips() {
        return skips;
    }

    /** How many ends in a row it takes. */
    public int attempts() {
        return attempts;
    }

    @Override
    public String toString() {
        return (skips ? "skip(" : "stop(") + attempts + ")";
    }
}
