package dev.holdfast.samples;

import dev.holdfast.Backoff;
import dev.holdfast.Heartbeat;
import java.time.Duration;

/**
 * How fast everything goes: for people to watch, or for a test to be done with it.
 *
 * @param pace how often the quickest topic publishes
 * @param cutsFrom the least time between two cuts
 * @param cutsTo the most
 * @param heartbeat the client's
 * @param backoff the client's
 */
record Tempo(Duration pace, Duration cutsFrom, Duration cutsTo, Heartbeat heartbeat, Backoff backoff) {
    /** Slow enough to see, and impatient enough that much can be seen in a minute. */
    static Tempo watchable() {
        return new Tempo(
                Duration.ofMillis(100),
                Duration.ofSeconds(5),
                Duration.ofSeconds(8),
                Heartbeat.every(Duration.ofSeconds(2)).withGrace(Duration.ofSeconds(1)),
                Backoff.exponential(Duration.ofMillis(500), Duration.ofSeconds(5))
                        .withFirstRetry(Duration.ofSeconds(1))
                        .withStableAfter(Duration.ofSeconds(4)));
    }
}
