package dev.holdfast.desktop.model;

/** The messages per second over the last two seconds. */
final class Rate {
    private static final long SLOT_NANOS = 250_000_000;
    private static final int SLOTS = 8;

    private final long[] counts = new long[SLOTS];
    private long slot = Long.MIN_VALUE;
    private long firstSlot = Long.MIN_VALUE;

    void add(long nowNanos, long messages) {
        advance(nowNanos);
        counts[Math.floorMod(slot, SLOTS)] += messages;
    }

    double perSecond(long nowNanos) {
        if (slot == Long.MIN_VALUE) return 0;
        advance(nowNanos);
        long sum = 0;
        for (long count : counts) sum += count;
        // The current slot counts as a full one from its start. Otherwise the rate would flicker.
        long slots = Math.min(SLOTS, slot - firstSlot + 1);
        return sum / (slots * (SLOT_NANOS / 1e9));
    }

    private void advance(long nowNanos) {
        long now = Math.floorDiv(nowNanos, SLOT_NANOS);
        if (slot == Long.MIN_VALUE) {
            slot = now;
            firstSlot = now;
            return;
        }
        for (int i = 0; slot < now && i < SLOTS; i++) counts[Math.floorMod(++slot, SLOTS)] = 0;
        slot = Math.max(slot, now);
    }
}
