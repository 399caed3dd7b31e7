package dev.holdfast.reference.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** The rate limits per client, for the most recent clients. */
final class Rates {
    private static final int MOST = 10_000;

    private final int perSecond;
    private final LongSupplier nanoTime;
    private final Map<String, Rate> rates = new LinkedHashMap<>(16, 0.75f, true);

    Rates(int perSecond, LongSupplier nanoTime) {
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
    }

    synchronized boolean allows(String name) {
        Rate rate = rates.computeIfAbsent(name, n -> new Rate(perSecond, nanoTime));
        if (rates.size() > MOST) rates.remove(rates.keySet().iterator().next());
        return rate.allows(1);
    }
}
