package dev.holdfast.desktop.model;

/** The number of messages in each quarter of a second of the last five minutes. */
public final class Flow {
    /** The length of a slot. */
    public static final long SLOT_NANOS = 250_000_000;

    private static final int SLOTS = 1_200;
    /** Messages that arrive within this time after a resume are mostly the missed ones. */
    private static final long CATCH_UP_NANOS = 500_000_000;

    private final long[] slots = new long[SLOTS];
    private final long[] counts = new long[SLOTS];
    private final boolean[] catchUp = new boolean[SLOTS];
    private boolean everResumed;
    private long resumed;

    void resumed(long nanos) {
        everResumed = true;
        resumed = nanos;
    }

    void add(long nanos, long messages) {
        if (messages == 0) return;
        long slot = Math.floorDiv(nanos, SLOT_NANOS);
        int i = Math.floorMod(slot, SLOTS);
        if (slots[i] != slot) {
            slots[i] = slot;
            counts[i] = 0;
            catchUp[i] = false;
        }
        counts[i] += messages;
        if (everResumed && nanos >= resumed && nanos - resumed < CATCH_UP_NANOS) catchUp[i] = true;
    }

    /** Returns the number of messages in the slot that contains this time. */
    public long at(long nanos) {
        long slot = Math.floorDiv(nanos, SLOT_NANOS);
        int i = Math.floorMod(slot, SLOTS);
        return slots[i] == slot ? counts[i] : 0;
    }

    /** Returns whether messages of that slot arrived right after a resume. */
    public boolean isCatchUp(long nanos) {
        long slot = Math.floorDiv(nanos, SLOT_NANOS);
        int i = Math.floorMod(slot, SLOTS);
        return slots[i] == slot && catchUp[i];
    }
}
