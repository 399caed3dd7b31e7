package dev.holdfast.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseReason;
import dev.holdfast.Limits;
import dev.holdfast.spi.Frame;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What waits to be sent: its order, its bounds, and a peer that does not read. */
class OutboxTest {
    private final FakeLoop loop = new FakeLoop();
    private final List<CloseReason> failures = new ArrayList<>();
    private final OutboxWire wire = new OutboxWire();
    private int roomAgain;

    private Outbox outbox(int frames, int bytes) {
        Limits limits = Limits.defaults().outbound(frames, bytes).writeTimeout(Duration.ofSeconds(10));
        return new Outbox(wire, wire, loop, loop, limits, failures::add, () -> roomAgain++);
    }

    private static Frame text(String text) {
        return Frame.text(text);
    }

    @Test
    void controlFramesPassAndOnlyTheNewestWait() {
        Outbox outbox = outbox(10, 1000);
        outbox.send(text("a"));
        outbox.send(text("b"));
        outbox.ping(new byte[1]);
        outbox.ping(new byte[2]);
        outbox.pong(new byte[3]);
        outbox.pong(new byte[4]);
        loop.run();
        assertThat(wire.text).hasToString("pong4 ping2 a b ");
        assertThat(wire.writes).hasSize(1);
        outbox.send(text("c"));
        outbox.ping(new byte[0]);
        loop.run();
        outbox.pong(new byte[0]);
        loop.run();
        assertThat(wire.text).hasToString("pong4 ping2 a b ping0 c pong0 ");
    }

    @Test
    void nothingIsSentBehindTheGoodbye() {
        Outbox outbox = outbox(10, 1000);
        List<String> order = new ArrayList<>();
        outbox.send(text("never"));
        outbox.ping(new byte[1]);
        outbox.pong(new byte[1]);
        outbox.close(1000, "!", () -> order.add("said when " + wire.text));
        outbox.close(1001, "again", () -> order.add("never"));
        outbox.send(text("late"));
        outbox.ping(new byte[1]);
        outbox.pong(new byte[1]);
        loop.run();
        assertThat(wire.text).hasToString("close1000! ");
        assertThat(order).containsExactly("said when close1000! ");
        outbox.send(text("later"));
        loop.run();
        assertThat(wire.text).hasToString("close1000! ");
    }

    @Test
    void aPublishHasRoomUpToTheLastFrameAndTheLastByteAndAlwaysAlone() {
        Outbox outbox = outbox(2, 10);
        assertThat(outbox.hasRoom(1000)).isTrue();
        outbox.send(text("12345"));
        assertThat(outbox.hasRoom(5)).isTrue();
        loop.run();
        assertThat(roomAgain).isZero();
        outbox.send(text("12345"));
        assertThat(outbox.hasRoom(6)).isFalse();
        loop.run();
        assertThat(roomAgain).isEqualTo(1);
        outbox.send(text("1"));
        outbox.send(text("2"));
        assertThat(outbox.hasRoom(1)).isFalse();
        loop.run();
        assertThat(roomAgain).isEqualTo(2);
        outbox.send(text("3"));
        loop.run();
        assertThat(roomAgain).isEqualTo(2);
        outbox.send(text("12345"));
        assertThat(outbox.hasRoom(5)).as("what is written counts no longer").isTrue();
        loop.run();
        assertThat(failures).isEmpty();
    }

    @Test
    void farOverTheBoundTheLinkIsGivenUpOnce() {
        Outbox frames = outbox(2, 1000);
        for (int i = 0; i < 16; i++) frames.send(text("x"));
        assertThat(failures).isEmpty();
        frames.send(text("x"));
        assertThat(failures).hasSize(1);
        frames.send(text("x"));
        assertThat(failures).extracting(CloseReason::kind).containsExactly(CloseReason.Kind.OVERLOADED);
        failures.clear();
        Outbox bytes = outbox(100, 10);
        for (int i = 0; i < 16; i++) bytes.send(text("12345"));
        assertThat(failures).isEmpty();
        bytes.send(text("1"));
        assertThat(failures).hasSize(1);
    }

    @Test
    void whatIsSentDuringAWriteFollowsItInTheSameTask() {
        Outbox outbox = outbox(10, 1000);
        wire.inWrite = () -> {
            wire.inWrite = () -> {};
            outbox.send(text("second"));
        };
        outbox.send(text("first"));
        loop.run();
        assertThat(wire.text).hasToString("first second ");
        assertThat(wire.writes).hasSize(2);
    }

    @Test
    void largeFramesAreWrittenInPiecesAndSmallOnesTogether() {
        Outbox outbox = outbox(100, 1 << 20);
        outbox.send(text("x".repeat(40_000)));
        outbox.send(text("small"));
        outbox.send(text("y".repeat(16_383)));
        outbox.send(text("z"));
        loop.run();
        assertThat(wire.writes).containsExactly(16_384, 16_384, 40_001 - 32_768, 16_384, 6, 2);
        assertThat(wire.text.length()).isEqualTo(40_001 + 6 + 16_384 + 2);
        assertThat(wire.text.toString()).endsWith("y z ");
    }

    @Test
    void aWriteThatFailsIsTold() {
        Outbox outbox = outbox(10, 1000);
        wire.broken = new IOException("reset");
        outbox.send(text("x"));
        loop.run();
        assertThat(failures).extracting(CloseReason::kind).containsExactly(CloseReason.Kind.NETWORK);
    }

    @Test
    void aWriteThatMakesNoProgressIsTold() {
        Outbox outbox = outbox(10, 1000);
        wire.inWrite = () -> {
            loop.advanceMillis(9_999);
            assertThat(failures).isEmpty();
            loop.advanceMillis(2);
        };
        outbox.send(text("x"));
        loop.run();
        assertThat(failures).extracting(CloseReason::kind).containsExactly(CloseReason.Kind.TIMEOUT);
        assertThat(failures.get(0).text()).contains("10000 ms");
    }

    @Test
    void aWriteThatMakesProgressMayTakeItsTime() {
        Outbox outbox = outbox(10, 1 << 20);
        wire.inWrite = () -> loop.advanceMillis(6_000);
        outbox.send(text("x".repeat(80_000)));
        loop.run();
        assertThat(failures).isEmpty();
        loop.advanceMillis(30_000);
        assertThat(loop.timers()).as("no timer while nothing is written").isZero();
        wire.inWrite = () -> loop.advanceMillis(10_001);
        outbox.send(text("x"));
        loop.run();
        assertThat(failures).hasSize(1);
    }

    @Test
    void whenTheLinkIsOverNothingIsWatched() {
        Outbox outbox = outbox(10, 1000);
        wire.inWrite = () -> {
            loop.run();
            assertThat(loop.timers()).isEqualTo(1);
            outbox.stop();
            assertThat(loop.timers()).isZero();
        };
        outbox.send(text("x"));
        loop.run();
        wire.inWrite = () -> {};
        outbox.send(text("y"));
        loop.run();
        loop.advanceMillis(30_000);
        assertThat(loop.timers()).isZero();
        assertThat(failures).isEmpty();
    }

    @Test
    void noCallKeepsTheLock() throws InterruptedException {
        Outbox outbox = outbox(1, 10);
        Runnable[] calls = {
            () -> outbox.hasRoom(1),
            () -> outbox.send(text("x")),
            () -> outbox.ping(new byte[1]),
            () -> outbox.pong(new byte[1]),
            loop::run,
            () -> outbox.close(1000, "", () -> {}),
            () -> outbox.send(text("late")),
            loop::run,
        };
        for (Runnable call : calls) {
            call.run();
            Thread other = new Thread(() -> outbox.hasRoom(1));
            other.start();
            other.join();
        }
        assertThat(wire.text).hasToString("pong1 ping1 x close1000 ");
    }

    @Test
    void oneTaskAtATimeWrites() {
        List<Runnable> tasks = new ArrayList<>();
        Outbox outbox = new Outbox(wire, wire, tasks::add, loop, Limits.defaults(), failures::add, () -> {});
        outbox.send(text("a"));
        outbox.send(text("b"));
        outbox.ping(new byte[0]);
        assertThat(tasks).hasSize(1);
        tasks.remove(0).run();
        outbox.send(text("c"));
        assertThat(tasks).hasSize(1);
    }

    @Test
    void aPieceThatIsJustFullIsOneWrite() {
        Outbox outbox = outbox(100, 1 << 20);
        outbox.send(text("y".repeat(16_383)));
        loop.run();
        assertThat(wire.writes).containsExactly(16_384);
    }
}
