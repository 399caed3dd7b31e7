package dev.holdfast.reference.web;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A rate limit per second, with a burst of one second. */
final class Rate {
    private final int perSecond;
    private final LongSupplier nanoTime;
    private double left;
    private long asked;

    Rate(int perSecond, LongSupplier nanoTime) {
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
        left = perSecond;
        asked = nanoTime.getAsLong();
    }

    synchronized boolean allows(int count) {
        long now = nanoTime.getAsLong();
        double earned = (double) (now - asked) * perSecond / TimeUnit.SECONDS.toNanos(1);
        left = Math.min(perSecond, left + earned);
        asked = now;
        if (left < count) return false;
        left -= count;
        return true;
    }
}
