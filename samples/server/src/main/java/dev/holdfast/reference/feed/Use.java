package dev.holdfast.reference.feed;

/** Whether a topic is in use: by readings, or lately. One that was removed is never used again. Guarded by its topic. */
final class Use {
    private int readings;
    private long unusedSince;
    private boolean removed;

    Use(long now) {
        unusedSince = now;
    }

    void begins() {
        readings++;
    }

    void ends(long now) {
        readings--;
        unusedSince = now;
    }

    void happens(long now) {
        unusedSince = now;
    }

    void remove() {
        removed = true;
    }

    boolean isRemoved() {
        return removed;
    }

    boolean isRead() {
        return readings > 0;
    }

    boolean isUnusedSince(long time) {
        return readings == 0 && unusedSince - time <= 0;
    }

    /** The largest there is while it is read. */
    long unusedSince() {
        return isRead() ? Long.MAX_VALUE : unusedSince;
    }
}
