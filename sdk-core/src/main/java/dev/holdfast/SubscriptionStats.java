package dev.holdfast;

/** Counters of one subscription since it began. Immutable. Later versions may add counters. */
public final class SubscriptionStats {
    private static final int RECEIVED = 0;
    private static final int BYTES = 1;
    private static final int HANDLED = 2;
    private static final int DUPLICATES = 3;
    private static final int DROPPED = 4;
    private static final int DISCARDED = 5;
    private static final int ERRORS = 6;
    private static final int SUBSCRIBES = 7;
    private static final int GAPS = 8;
    private static final int QUEUED = 9;
    private static final int COUNTERS = 10;

    private final long[] values;

    private SubscriptionStats(long[] values) {
        this.values = values;
    }

    /** Returns a builder with all counters at zero, for Holdfast and for tests. */
    public static Builder builder() {
        return new Builder(new long[COUNTERS]);
    }

    /** A builder of counters. Each method adds to the current value. Not safe for use by multiple threads. */
    public static final class Builder {
        private final long[] values;

        private Builder(long[] values) {
            this.values = values;
        }

        /** Adds messages received, and their payload bytes. */
        public Builder received(long messages, long bytes) {
            values[BYTES] += bytes;
            return add(RECEIVED, messages);
        }

        /** Adds messages handled. */
        public Builder handled(long messages) {
            return add(HANDLED, messages);
        }

        /** Adds duplicates. */
        public Builder duplicates(long messages) {
            return add(DUPLICATES, messages);
        }

        /** Adds messages dropped by {@link Overflow}. */
        public Builder dropped(long messages) {
            return add(DROPPED, messages);
        }

        /** Adds messages discarded at the end. */
        public Builder discarded(long messages) {
            return add(DISCARDED, messages);
        }

        /** Adds errors. */
        public Builder errors(long count) {
            return add(ERRORS, count);
        }

        /** Adds confirmed subscribes. */
        public Builder subscribes(long count) {
            return add(SUBSCRIBES, count);
        }

        /** Adds gaps. */
        public Builder gaps(long count) {
            return add(GAPS, count);
        }

        /** Adds messages that wait for the listener. */
        public Builder queued(long messages) {
            return add(QUEUED, messages);
        }

        private Builder add(int counter, long more) {
            values[counter] += more;
            return this;
        }

        /** Returns an independent copy. */
        public Builder copy() {
            return new Builder(values.clone());
        }

        /** Returns the counters. */
        public SubscriptionStats build() {
            return new SubscriptionStats(values.clone());
        }
    }

    /** Returns the number of messages received, without duplicates. */
    public long received() {
        return values[RECEIVED];
    }

    /** Returns the payload bytes of the messages received. */
    public long bytes() {
        return values[BYTES];
    }

    /** Returns the number of messages for which {@code onMessage} returned or threw. */
    public long handled() {
        return values[HANDLED];
    }

    /** Returns the number of messages not passed on because their id had been seen. */
    public long duplicates() {
        return values[DUPLICATES];
    }

    /** Returns the number of messages dropped by {@link Overflow}. */
    public long dropped() {
        return values[DROPPED];
    }

    /** Returns the number of messages still queued when the subscription or client was closed. */
    public long discarded() {
        return values[DISCARDED];
    }

    /** Returns the number of messages that could not be decoded and of callbacks that threw. */
    public long errors() {
        return values[ERRORS];
    }

    /** Returns the number of times that the server confirmed the subscription. */
    public long subscribes() {
        return values[SUBSCRIBES];
    }

    /** Returns the number of times that the server reported {@link Continuity#GAP}. */
    public long gaps() {
        return values[GAPS];
    }

    /** Returns the number of messages that wait for the listener now. */
    public int queued() {
        return (int) values[QUEUED];
    }

    @Override
    public String toString() {
        return "received=" + received() + " bytes=" + bytes() + " handled=" + handled() + " queued=" + queued()
                + " duplicates=" + duplicates() + " dropped=" + dropped() + " discarded=" + discarded() + " errors="
                + errors() + " subscribes=" + subscribes() + " gaps=" + gaps();
    }
}
