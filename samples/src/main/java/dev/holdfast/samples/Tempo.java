package dev.holdfast.samples;

import dev.holdfast.Backoff;
import dev.holdfast.Heartbeat;
import java.time.Duration;

/**
 * The speed of the demo, for watching or for a test.
 *
 * @param pace the interval of the fastest topic
 * @param cutsFrom the minimum time between two disconnects
 * @param cutsTo the maximum time
 * @param heartbeat the client's heartbeat
 * @param backoff the client's back-off
 */
record Tempo(Duration pace, Duration cutsFrom, Duration cutsTo, Heartbeat heartbeat, Backoff backoff) {
    /** Returns a speed slow enough to watch, with several disconnects a minute. */
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
