package dev.holdfast.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Backoff;
import dev.holdfast.CloseReason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The memory of targets that failed. */
class TargetSchedulesTest {
    private static final CloseReason RESET = CloseReason.retryable(CloseReason.Kind.NETWORK, "reset");
    private static final Backoff BACKOFF = Backoff.exponential(Duration.ofNanos(100), Duration.ofNanos(1000));

    private final TargetSchedules targets = new TargetSchedules();

    private ReconnectSchedule schedule(String url, long now) {
        return new ReconnectSchedule(BACKOFF, () -> 1, false, targets, url, now);
    }

    @Test
    void aScheduleIsFoundUntilTheLongestBackOffHasPassedAfterItsDelay() {
        assertThat(schedule("a", -50).nextDelayNanos(RESET, -50)).isEqualTo(100);
        assertThat(targets.find("a", 1_050)).isNotNull();
        assertThat(targets.find("a", 1_051)).isNull();
        assertThat(targets.find("b", 0)).isNull();
    }

    @Test
    void theNextSessionGoesOnWhereTheLastOneWas() {
        schedule("a", 0).nextDelayNanos(RESET, 0);
        ReconnectSchedule next = schedule("a", 10);
        assertThat(next.retryNotBeforeNanos).isEqualTo(100);
        assertThat(next.attemptNumber()).isEqualTo(2);
        assertThat(next.lastReason).isEqualTo(RESET);
        assertThat(next.nextDelayNanos(RESET, 100)).isEqualTo(200);
        assertThat(schedule("a", 100).attemptNumber()).isEqualTo(3);
    }

    @Test
    void afterAStableConnectionTheNextSessionBeginsAnew() {
        ReconnectSchedule first = schedule("a", 0);
        first.nextDelayNanos(RESET, 0);
        first.markStable();
        assertThat(schedule("a", 10).attemptNumber()).isEqualTo(1);
    }

    @Test
    void onlySoManyAreRememberedAndThoseThatAreOverAreForgotten() {
        for (int i = 0; i < 1025; i++) schedule("u" + i, 0).nextDelayNanos(RESET, 0);
        assertThat(targets.find("u0", 0)).isNull();
        assertThat(targets.find("u1", 0)).isNotNull();
        schedule("new", 2_000).nextDelayNanos(RESET, 2_000);
        assertThat(targets.find("u1", 0)).isNull();
        assertThat(targets.find("u1024", 0)).isNull();
        targets.clear();
        assertThat(targets.find("new", 2_000)).isNull();
    }
}
