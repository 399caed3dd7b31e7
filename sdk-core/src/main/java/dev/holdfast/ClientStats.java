package dev.holdfast;

/**
 * Counters of one client since it was built, including the subscriptions that have ended. Immutable. Later versions may
 * add counters.
 */
public final class ClientStats {
    private final int openConnections;
    private final long attempts;
    private final int subscriptions;
    private final SubscriptionStats totals;

    private ClientStats(int openConnections, long attempts, int subscriptions, SubscriptionStats totals) {
        this.openConnections = openConnections;
        this.attempts = attempts;
        this.subscriptions = subscriptions;
        this.totals = totals;
    }

    /** Returns counters of a client, for Holdfast and for tests. */
    public static ClientStats of(int openConnections, long attempts, int subscriptions, SubscriptionStats totals) {
        return new ClientStats(openConnections, attempts, subscriptions, totals);
    }

    /** Returns the number of connections in state CONNECTED now. */
    public int openConnections() {
        return openConnections;
    }

    /** Returns the number of connection attempts, including those under way. */
    public long attempts() {
        return attempts;
    }

    /** Returns the number of subscriptions that have not ended. */
    public int subscriptions() {
        return subscriptions;
    }

    /** Returns the sum of the counters of all subscriptions. */
    public SubscriptionStats totals() {
        return totals;
    }

    @Override
    public String toString() {
        return "open=" + openConnections + " attempts=" + attempts + " subscriptions=" + subscriptions + " " + totals;
    }
}
