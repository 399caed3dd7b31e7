package dev.holdfast;

/**
 * The policy for a poison message: a message that ends every connection that brings it, because it is larger than
 * {@link Limits#maxMessageBytes()}, violates the protocol, or makes the protocol throw. Each attempt resumes from the
 * same cursor and would receive it again. The policy counts the ends in a row that were caused by content. The count
 * restarts when a message is received or a connection lasts for {@link Backoff#stableAfter()}. On a shared connection
 * the message cannot be attributed to a subscription: there only a lasting connection restarts the count, and the
 * policy applies to all its subscriptions. Immutable.
 */
public final class PoisonPolicy {
    private final boolean skips;
    private final int attempts;

    private PoisonPolicy(boolean skips, int attempts) {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1, but is " + attempts);
        }
        this.skips = skips;
        this.attempts = attempts;
    }

    /**
     * Returns the policy that ends the subscription when the given number of ends in a row is reached. The reason is
     * that of the last end, made final. The cursor does not move, so nothing is lost silently. The default is {@code
     * stop(3)}.
     *
     * @throws IllegalArgumentException when {@code attempts} is less than 1
     */
    public static PoisonPolicy stop(int attempts) {
        return new PoisonPolicy(false, attempts);
    }

    /**
     * Returns the policy that discards the cursor when the given number of ends in a row is reached. {@link
     * SubscriptionListener#onError} receives the reason, and the next {@link SubscriptionListener#onSubscribed} reports
     * {@link Continuity#GAP}. The poison message is lost, as is every later message before the point at which the
     * server starts again.
     *
     * @throws IllegalArgumentException when {@code attempts} is less than 1
     */
    public static PoisonPolicy skip(int attempts) {
        return new PoisonPolicy(true, attempts);
    }

    /** Returns true if the policy discards the cursor; false if it ends the subscription. */
    public boolean skips() {
        return skips;
    }

    /** Returns the number of ends in a row after which the policy applies. */
    public int attempts() {
        return attempts;
    }

    @Override
    public String toString() {
        return (skips ? "skip(" : "stop(") + attempts + ")";
    }
}
