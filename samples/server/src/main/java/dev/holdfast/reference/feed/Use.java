package dev.holdfast.reference.feed;

/** The usage of a topic: readings and recent activity. A removed topic is never used again. Guarded by its topic. */
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

    /** Returns the time of the last use, {@link Long#MAX_VALUE} while there are readings. */
    long unusedSince() {
        return isRead() ? Long.MAX_VALUE : unusedSince;
    }
}
