package dev.holdfast.internal.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseReason;
import dev.holdfast.Limits;
import dev.holdfast.fixtures.FakeLoop;
import dev.holdfast.spi.Frame;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The write queue: its order, its bounds, and a peer that does not read. */
class WriteQueueTest {
    private final FakeLoop loop = new FakeLoop();
    private final List<CloseReason> failures = new ArrayList<>();
    private final WriteQueueWire wire = new WriteQueueWire();
    private final LinkActivity activity = new LinkActivity();
    private int roomAgain;

    private WriteQueue outbox(int frames, int bytes) {
        Limits limits = Limits.defaults().withOutbound(frames, bytes).withWriteTimeout(Duration.ofSeconds(10));
        return new WriteQueue(wire, wire, loop.workers(), loop, activity, limits, failures::add, () -> roomAgain++);
    }

    private static Frame text(String text) {
        return Frame.text(text);
    }

    @Test
    void controlFramesPassAndOnlyTheNewestWait() {
        WriteQueue writeQueue = outbox(10, 1000);
        writeQueue.enqueueFrame(text("a"));
        writeQueue.enqueueFrame(text("b"));
        writeQueue.enqueueProbe(new byte[1]);
        writeQueue.enqueueProbe(new byte[2]);
        writeQueue.enqueuePong(new byte[3]);
        writeQueue.enqueuePong(new byte[4]);
        loop.run();
        assertThat(wire.text).hasToString("pong4 ping2 a b ");
        assertThat(wire.writes).hasSize(1);
        writeQueue.enqueueFrame(text("c"));
        writeQueue.enqueueProbe(new byte[0]);
        loop.run();
        writeQueue.enqueuePong(new byte[0]);
        loop.run();
        assertThat(wire.text).hasToString("pong4 ping2 a b ping0 c pong0 ");
    }

    @Test
    void nothingIsSentBehindTheGoodbye() {
        WriteQueue writeQueue = outbox(10, 1000);
        List<String> order = new ArrayList<>();
        writeQueue.enqueueFrame(text("never"));
        writeQueue.enqueueProbe(new byte[1]);
        writeQueue.enqueuePong(new byte[1]);
        writeQueue.enqueueClose(1000, () -> order.add("said when " + wire.text));
        writeQueue.enqueueClose(1001, () -> order.add("never"));
        writeQueue.enqueueFrame(text("late"));
        writeQueue.enqueueProbe(new byte[1]);
        writeQueue.enqueuePong(new byte[1]);
        loop.run();
        assertThat(wire.text).hasToString("close1000 ");
        assertThat(order).containsExactly("said when close1000 ");
        writeQueue.enqueueFrame(text("later"));
        loop.run();
        assertThat(wire.text).hasToString("close1000 ");
    }

    @Test
    void aPublishHasRoomUpToTheLastFrameAndTheLastByteAndAlwaysAlone() {
        WriteQueue writeQueue = outbox(2, 10);
        assertThat(writeQueue.hasSpace(1000)).isTrue();
        writeQueue.enqueueFrame(text("12345"));
        assertThat(writeQueue.hasSpace(5)).isTrue();
        loop.run();
        assertThat(roomAgain).isZero();
        writeQueue.enqueueFrame(text("12345"));
        assertThat(writeQueue.hasSpace(6)).isFalse();
        loop.run();
        assertThat(roomAgain).isEqualTo(1);
        writeQueue.enqueueFrame(text("1"));
        writeQueue.enqueueFrame(text("2"));
        assertThat(writeQueue.hasSpace(1)).isFalse();
        loop.run();
        assertThat(roomAgain).isEqualTo(2);
        writeQueue.enqueueFrame(text("3"));
        loop.run();
        assertThat(roomAgain).isEqualTo(2);
        writeQueue.enqueueFrame(text("12345"));
        assertThat(writeQueue.hasSpace(5))
                .as("what is written counts no longer")
                .isTrue();
        loop.run();
        assertThat(failures).isEmpty();
    }

    @Test
    void farOverTheBoundTheLinkIsGivenUpOnce() {
        WriteQueue frames = outbox(2, 1000);
        for (int i = 0; i < 16; i++) frames.enqueueFrame(text("x"));
        assertThat(failures).isEmpty();
        frames.enqueueFrame(text("x"));
        assertThat(failures).hasSize(1);
        frames.enqueueFrame(text("x"));
        assertThat(failures).extracting(CloseReason::kind).containsExactly(CloseReason.Kind.OVERLOADED);
        failures.clear();
        WriteQueue bytes = outbox(100, 10);
        for (int i = 0; i < 17; i++) bytes.enqueueFrame(text("12345"));
        assertThat(failures).isEmpty();
        bytes.enqueueFrame(text("1"));
        assertThat(failures).hasSize(1);
    }

    @Test
    void aPublishThatHadRoomAloneOverloadsNothing() {
        WriteQueue frames = outbox(2, 10);
        assertThat(frames.hasSpace(1000)).isTrue();
        frames.enqueueFrame(text("x".repeat(1000)));
        frames.enqueueFrame(text("unsubscribe"));
        assertThat(failures).isEmpty();
        for (int i = 0; i < 8; i++) frames.enqueueFrame(text("1234567890"));
        assertThat(failures).hasSize(1);
    }

    @Test
    void whatIsSentDuringAWriteFollowsItInTheSameTask() {
        WriteQueue writeQueue = outbox(10, 1000);
        wire.inWrite = () -> {
            wire.inWrite = () -> {};
            writeQueue.enqueueFrame(text("second"));
        };
        writeQueue.enqueueFrame(text("first"));
        loop.run();
        assertThat(wire.text).hasToString("first second ");
        assertThat(wire.writes).hasSize(2);
    }

    @Test
    void largeFramesAreWrittenInPiecesAndSmallOnesTogether() {
        WriteQueue writeQueue = outbox(100, 1 << 20);
        writeQueue.enqueueFrame(text("x".repeat(80_000)));
        writeQueue.enqueueFrame(text("small"));
        writeQueue.enqueueFrame(text("y".repeat(32_767)));
        writeQueue.enqueueFrame(text("z"));
        loop.run();
        assertThat(wire.writes).containsExactly(32_768, 32_768, 80_001 - 65_536, 32_768, 6, 2);
        assertThat(wire.text.length()).isEqualTo(80_001 + 6 + 32_768 + 2);
        assertThat(wire.text.toString()).endsWith("y z ");
    }

    @Test
    void aWriteThatFailsIsTold() {
        WriteQueue writeQueue = outbox(10, 1000);
        wire.broken = new IOException("reset");
        writeQueue.enqueueFrame(text("x"));
        loop.run();
        assertThat(failures).extracting(CloseReason::kind).containsExactly(CloseReason.Kind.NETWORK);
    }

    @Test
    void aWriteThatFailsLeavesTheReasonToTheThreadThatReads() {
        WriteQueue writeQueue = outbox(10, 1000);
        activity.setReading(true);
        wire.broken = new IOException("reset");
        writeQueue.enqueueFrame(text("x"));
        loop.run();
        assertThat(failures).isEmpty();
        loop.advanceMillis(10_001);
        assertThat(failures).extracting(CloseReason::kind).containsExactly(CloseReason.Kind.TIMEOUT);
    }

    @Test
    void aWriteThatMakesNoProgressIsTold() {
        WriteQueue writeQueue = outbox(10, 1000);
        wire.inWrite = () -> {
            loop.advanceMillis(9_999);
            assertThat(failures).isEmpty();
            loop.advanceMillis(2);
        };
        writeQueue.enqueueFrame(text("x"));
        loop.run();
        assertThat(failures).extracting(CloseReason::kind).containsExactly(CloseReason.Kind.TIMEOUT);
        assertThat(failures.get(0).text()).contains("10000 ms");
    }

    @Test
    void aWriteThatMakesProgressMayTakeItsTime() {
        WriteQueue writeQueue = outbox(10, 1 << 20);
        wire.inWrite = () -> loop.advanceMillis(6_000);
        writeQueue.enqueueFrame(text("x".repeat(160_000)));
        loop.run();
        assertThat(failures).isEmpty();
        loop.advanceMillis(30_000);
        assertThat(loop.timers()).as("no timer while nothing is written").isZero();
        wire.inWrite = () -> loop.advanceMillis(10_001);
        writeQueue.enqueueFrame(text("x"));
        loop.run();
        assertThat(failures).hasSize(1);
    }

    @Test
    void afterManyBytesASlowNetworkMayTakeTwiceAsLong() {
        WriteQueue writeQueue = outbox(10, 1 << 20);
        wire.inWrite = () -> {
            if (wire.writes.size() <= 8) return; // the system takes 256 KiB at once
            loop.advanceMillis(19_999);
            assertThat(failures).isEmpty();
            wire.inWrite = () -> loop.advanceMillis(20_001);
        };
        writeQueue.enqueueFrame(text("x".repeat(300_000)));
        loop.run();
        assertThat(failures).hasSize(1);
    }

    @Test
    void onANetworkThatHasShownToBeFastItMayNot() {
        WriteQueue writeQueue = outbox(10, 4 << 20);
        wire.inWrite = () -> {
            loop.advanceMillis(wire.writes.size() == 90 ? 10_001 : 300); // some 100 KB a second
        };
        writeQueue.enqueueFrame(text("x".repeat(3_000_000)));
        loop.run();
        assertThat(failures).hasSize(1);
    }

    @Test
    void whenTheLinkIsOverNothingIsWatched() {
        WriteQueue writeQueue = outbox(10, 1000);
        wire.inWrite = () -> {
            loop.run();
            assertThat(loop.timers()).isEqualTo(1);
            loop.run(writeQueue::stopWatching);
            assertThat(loop.timers()).isZero();
        };
        writeQueue.enqueueFrame(text("x"));
        loop.run();
        wire.inWrite = () -> {};
        writeQueue.enqueueFrame(text("y"));
        loop.run();
        loop.advanceMillis(30_000);
        assertThat(loop.timers()).isZero();
        assertThat(failures).isEmpty();
    }

    @Test
    void noCallKeepsTheLock() throws InterruptedException {
        WriteQueue writeQueue = outbox(1, 10);
        Runnable[] calls = {
            () -> writeQueue.hasSpace(1),
            () -> writeQueue.enqueueFrame(text("x")),
            () -> writeQueue.enqueueProbe(new byte[1]),
            () -> writeQueue.enqueuePong(new byte[1]),
            loop::run,
            () -> writeQueue.enqueueClose(1000, () -> {}),
            () -> writeQueue.enqueueFrame(text("late")),
            loop::run,
        };
        for (Runnable call : calls) {
            call.run();
            Thread other = new Thread(() -> writeQueue.hasSpace(1));
            other.start();
            other.join();
        }
        assertThat(wire.text).hasToString("pong1 ping1 x close1000 ");
    }

    @Test
    void oneTaskAtATimeWrites() {
        List<Runnable> tasks = new ArrayList<>();
        WriteQueue writeQueue =
                new WriteQueue(wire, wire, tasks::add, loop, activity, Limits.defaults(), failures::add, () -> {});
        writeQueue.enqueueFrame(text("a"));
        writeQueue.enqueueFrame(text("b"));
        writeQueue.enqueueProbe(new byte[0]);
        assertThat(tasks).hasSize(1);
        tasks.remove(0).run();
        writeQueue.enqueueFrame(text("c"));
        assertThat(tasks).hasSize(1);
    }

    @Test
    void aPieceThatIsJustFullIsOneWrite() {
        WriteQueue writeQueue = outbox(100, 1 << 20);
        writeQueue.enqueueFrame(text("y".repeat(32_767)));
        loop.run();
        assertThat(wire.writes).containsExactly(32_768);
    }

    @Test
    void aProbeIsAwaitedFromWhenItIsWrittenAndUntilThenFromTheLastProgress() {
        WriteQueue writeQueue = outbox(100, 1 << 20);
        long begin = loop.nanoTime();
        List<Long> awaited = new ArrayList<>();
        wire.inWrite = () -> {
            if (wire.writes.size() == 1) {
                activity.recordReceived(begin - 1);
                writeQueue.enqueueFrame(text("own probe")); // as a protocol does
                activity.probeQueued(begin);
                writeQueue.enqueueProbe(null);
                writeQueue.enqueueFrame(text("z".repeat(70_000)));
            }
            awaited.add((activity.answerAwaitedNanos() - begin) / 1_000_000);
            loop.advanceMillis(5_000);
        };
        writeQueue.enqueueFrame(text("x".repeat(70_000)));
        loop.run();
        // Three pieces, then the probe with the beginning of the next frame: in its first piece.
        assertThat(awaited).containsExactly(0L, 5_000L, 10_000L, 15_000L, 20_000L, 20_000L);
        assertThat((activity.answerAwaitedNanos() - begin) / 1_000_000).isEqualTo(20_000);
    }
}
