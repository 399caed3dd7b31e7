package dev.holdfast;

/** Counters of one client since it was built, the subscriptions that are over included. Immutable. */
public final class ClientStats {
    private final int open;
    private final long attempts;
    private final int subscriptions;
    private final SubscriptionStats totals;

    /** For Holdfast and for tests. */
    public ClientStats(int open, long attempts, int subscriptions, SubscriptionStats totals) {
        this.open = open;
        this.attempts = attempts;
        this.subscriptions = subscriptions;
        this.totals = totals;
    }

    /** Connections in state CONNECTED now. */
    public int open() {
        return open;
    }

    /** Attempts to connect, those under way included. */
    public long attempts() {
        return attempts;
    }

    /** Subscriptions that are not over. */
    public int subscriptions() {
        return subscriptions;
    }

    /** What all subscriptions count together. */
    public SubscriptionStats totals() {
        return totals;
    }

    @Override
    public String toString() {
        return "open=" + open + " attempts=" + attempts + " subscriptions=" + subscriptions + " " + totals;
    }
}
