package dev.holdfast.internal.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.fixtures.FakeLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The monitor alone, to the nanosecond. Mostly interval 100 and grace 30. */
class HeartbeatMonitorTest {
    private final FakeLoop loop = new FakeLoop();
    private final LinkActivity activity = new LinkActivity();
    private final List<String> seen = new ArrayList<>();
    private final long start = loop.nanoTime();

    private HeartbeatMonitor monitor(long interval, long grace) {
        return new HeartbeatMonitor(
                loop,
                new HeartbeatMonitor.MonitoredLink() {
                    @Override
                    public LinkActivity activity() {
                        return activity;
                    }

                    @Override
                    public void sendProbe() {
                        seen.add("probe at " + (loop.nanoTime() - start));
                    }

                    @Override
                    public void peerDead(long silentNanos) {
                        seen.add("dead at " + (loop.nanoTime() - start) + " after " + silentNanos);
                    }
                },
                interval,
                grace);
    }

    private HeartbeatMonitor started(long interval, long grace) {
        HeartbeatMonitor monitor = monitor(interval, grace);
        activity.recordReceived(start);
        activity.setReading(true);
        loop.run(monitor::start);
        return monitor;
    }

    private void advance(long nanos) {
        loop.advance(Duration.ofNanos(nanos));
    }

    @Test
    void silenceIsProbedOnceAndThenDeath() {
        started(100, 30);
        advance(99);
        assertThat(seen).isEmpty();
        advance(1_000);
        assertThat(seen).containsExactly("probe at 100", "dead at 130 after 130");
        assertThat(loop.timers()).isZero();
    }

    @Test
    void aGraceLongerThanTheIntervalIsLookedAtEachInterval() {
        started(100, 250);
        advance(1_000);
        assertThat(seen).containsExactly("probe at 100", "dead at 350 after 350");
    }

    @Test
    void lifeBeforeTheProbePutsItOff() {
        started(100, 30);
        advance(60);
        activity.recordReceived(loop.nanoTime());
        advance(99);
        assertThat(seen).isEmpty();
        advance(1);
        assertThat(seen).containsExactly("probe at 160");
    }

    @Test
    void whatComesAtTheVeryMomentOfTheProbeAnswersIt() {
        started(100, 30);
        advance(100);
        activity.recordReceived(loop.nanoTime());
        advance(99);
        assertThat(seen).containsExactly("probe at 100");
        advance(1);
        assertThat(seen).containsExactly("probe at 100", "probe at 200");
    }

    @Test
    void anAnswerThatIsOldByTheNextLookIsAnAnswer() {
        started(100, 90);
        advance(100);
        advance(10);
        activity.recordReceived(loop.nanoTime()); // at 110, checked at the end of the grace period
        advance(99);
        assertThat(seen).containsExactly("probe at 100");
        advance(1);
        assertThat(seen).containsExactly("probe at 100", "probe at 210");
        advance(90);
        assertThat(seen).last().isEqualTo("dead at 300 after 190");
    }

    @Test
    void anAnswerIsAnAnswerHoweverLongTheDeviceSleptAfterIt() {
        started(100, 30);
        advance(100);
        loop.jump(Duration.ofNanos(1));
        activity.recordReceived(loop.nanoTime());
        loop.jump(Duration.ofNanos(5_000));
        advance(0);
        assertThat(seen).containsExactly("probe at 100", "probe at 5101");
        advance(30);
        assertThat(seen).last().isEqualTo("dead at 5131 after 130");
    }

    @Test
    void anAnswerInTheMomentOfTheProbeCountsAlsoWhereItIsAnIntervalOldByNow() {
        started(100, 250);
        advance(100);
        activity.recordReceived(loop.nanoTime());
        advance(100);
        assertThat(seen).containsExactly("probe at 100", "probe at 200");
    }

    @Test
    void whileThePumpIsHeldUpEachIntervalIsProbedAndNobodyDies() {
        started(100, 30);
        activity.setReading(false);
        advance(350);
        assertThat(seen).containsExactly("probe at 100", "probe at 200", "probe at 300");
        activity.setReading(true);
        advance(49); // 99 after the last check that found it blocked
        assertThat(seen).hasSize(3);
        advance(1_000);
        assertThat(seen)
                .containsExactly(
                        "probe at 100", "probe at 200", "probe at 300", "probe at 400", "dead at 430 after 130");
    }

    @Test
    void anAnnouncedIntervalCountsFromWhatWasHeardLast() {
        HeartbeatMonitor monitor = started(100, 30);
        advance(50);
        loop.run(() -> monitor.setInterval(40)); // already overdue
        assertThat(seen).containsExactly("probe at 50");
        HeartbeatMonitor stopped = monitor(100, 30);
        loop.run(() -> stopped.setInterval(10));
        assertThat(loop.timers()).as("one that has not begun").isEqualTo(1);
        loop.run(monitor::stop);
        loop.run(monitor::stop);
        loop.run(() -> monitor.setInterval(10));
        assertThat(loop.timers()).isZero();
        advance(1_000);
        assertThat(seen).hasSize(1);
    }
}
