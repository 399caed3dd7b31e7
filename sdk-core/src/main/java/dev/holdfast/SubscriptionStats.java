package dev.holdfast;

/** Counters of one subscription since it began. Immutable. */
public final class SubscriptionStats {
    private final long[] values;
    private final int queued;

    /** For Holdfast: received, bytes, handled, duplicates, dropped, discarded, errors, subscribes, gaps. */
    public SubscriptionStats(long[] values, int queued) {
        if (values.length != 9) throw new IllegalArgumentException("nine counters, not " + values.length);
        this.values = values.clone();
        this.queued = queued;
    }

    /** Messages taken from the wire, without duplicates. */
    public long received() {
        return values[0];
    }

    /** Their payloads' bytes. */
    public long bytes() {
        return values[1];
    }

    /** Messages whose {@code onMessage} returned or threw. */
    public long handled() {
        return values[2];
    }

    /** Messages not passed on since their id had been seen. */
    public long duplicates() {
        return values[3];
    }

    /** Messages shed by {@link Overflow}. */
    public long dropped() {
        return values[4];
    }

    /** Messages still queued when the subscription or client was closed. */
    public long discarded() {
        return values[5];
    }

    /** Messages that could not be decoded, and callbacks that threw. */
    public long errors() {
        return values[6];
    }

    /** How often the server took the subscription up. */
    public long subscribes() {
        return values[7];
    }

    /** How often it said GAP. */
    public long gaps() {
        return values[8];
    }

    /** Messages waiting for the listener now. */
    public int queued() {
        return queued;
    }

    @Override
    public String toString() {
        return "received=" + received() + " bytes=" + bytes() + " handled=" + handled() + " queued=" + queued
                + " duplicates=" + duplicates() + " dropped=" + dropped() + " discarded=" + discarded() + " errors="
                + errors() + " subscribes=" + subscribes() + " gaps=" + gaps();
    }
}
