package dev.holdfast.reference.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What waits for one connection and for all of them, step by step: a write ends when the test says so. */
class ChannelTest {
    private static final int QUEUE = 400;
    private static final int PAGE = QUEUE / 4;

    private final List<String> turns = new ArrayList<>();
    private long now;
    private Channels channels = channels(1_000_000);

    private Channels channels(long outbound) {
        Duration second = Duration.ofSeconds(1);
        Settings settings = new Settings(
                "", 0, null, null, Set.of(), Set.of(), null, second, 9, 9, 9, 9, 9, QUEUE, outbound, 9, 9, 9, false,
                second, second);
        return new Channels(settings, () -> now);
    }

    private Held held() {
        return new Held(channels, turns);
    }

    @Test
    void thoseWhoCatchUpOnOneConnectionTakeTurns() {
        Held held = held();

        assertThat(held.takeTurn("a")).isTrue();
        assertThat(held.takeTurn("b")).isFalse();
        assertThat(held.takeTurn("c")).isFalse();
        held.take(PAGE);
        held.turns().end();
        assertThat(turns).containsExactly("b");
        held.take(PAGE);
        held.turns().end();
        // Two pages wait: that is enough.
        assertThat(turns).containsExactly("b");
        held.isWritten();
        assertThat(turns).containsExactly("b", "c");
        // Who is back behind the others waits for them.
        assertThat(held.takeTurn("a")).isFalse();
        held.turns().end();
        assertThat(turns).containsExactly("b", "c", "a");
        assertThat(held.leaving()).isFalse();
        held.gone();
    }

    @Test
    void whoLeavesBeforeItsTurnIsForgotten() {
        Held held = held();
        Turns.Seat seat = new Turns.Seat();
        assertThat(held.takeTurn("a")).isTrue();
        assertThat(held.takeTurn(seat, "b")).isFalse();
        assertThat(held.takeTurn("c")).isFalse();

        held.turns().leave(seat);
        // Its worker was on the way.
        assertThat(held.takeTurn(seat, "b")).isFalse();
        held.turns().end();
        held.turns().end();

        assertThat(turns).containsExactly("c");
        held.gone();
    }

    @Test
    void whoComesTooLateIsForgotten() {
        Held held = held();
        assertThat(held.takeTurn("a")).isTrue();
        assertThat(held.takeTurn("b")).isFalse();

        held.gone();
        held.turns().end();

        assertThat(held.takeTurn("c")).isFalse();
        assertThat(turns).isEmpty();
        assertThat(channels.outbound().take(1_000_000)).isTrue();
    }

    @Test
    void whereTooMuchWaitsForAllTheOneWithMostGoes() {
        channels = channels(1000);
        Held small = held().take(10).take(290);
        Held large = held().take(10).take(380);

        Held third = held().take(10).take(300).take(1);

        assertThat(large.leaving()).isTrue();
        assertThat(small.leaving()).isFalse();
        assertThat(third.leaving()).isFalse();
        assertThat(channels.slowConsumers()).isEqualTo(1);
        large.allIsWritten();
        assertThat(large.written).hasSize(3).endsWith("(end)");
        assertThat(large.written.get(1)).startsWith("Slow consumer: the queues of all connections are full");
        small.allIsWritten();
        third.allIsWritten();
        small.gone();
        third.gone();
        assertThat(channels.outbound().take(1000)).isTrue();
    }

    @Test
    void whoseTextFindsNoRoomAnywhereGoes() {
        channels = channels(1000);
        // What is being written cannot be thrown away.
        Held one = held().take(500);
        Held two = held().take(400);

        Held three = held().take(101);

        assertThat(three.leaving()).isTrue();
        assertThat(one.leaving() || two.leaving()).isFalse();
        one.gone();
        two.gone();
        three.allIsWritten();
        assertThat(channels.outbound().take(1000)).isTrue();
    }

    @Test
    void whoCatchesUpWaitsForRoomWithAll() {
        channels = channels(1000);
        List<Held> others = List.of(held().take(190), held().take(190), held().take(190), held().take(190));
        Held held = held();
        Held next = held();

        assertThat(held.takeTurn("a")).isFalse();
        assertThat(next.takeTurn("b")).isFalse();
        assertThat(turns).isEmpty();
        others.get(0).isWritten();
        // Room for one page, and a quarter left for what is new.
        assertThat(turns).containsExactly("a");
        held.take(50);
        held.turns().end();
        assertThat(turns).containsExactly("a", "b");
        next.turns().end();
        held.allIsWritten();
        others.forEach(Channel::gone);
        held.gone();
        next.gone();
        assertThat(channels.outbound().take(1000)).isTrue();
    }

    @Test
    void whoReadsSlowlyKeepsNobodyFromCatchingUp() {
        channels = channels(1000);
        Held slow = held().take(10).take(390);
        Held slower = held().take(10).take(380);
        Held held = held();

        assertThat(held.takeTurn("a")).isFalse();

        assertThat(turns).containsExactly("a");
        assertThat(slow.leaving()).isTrue();
        assertThat(slower.leaving()).isFalse();
        held.turns().end();
        slow.allIsWritten();
        slower.gone();
        held.gone();
    }

    /** As slow readers are that catch up as well: nothing waits for them but what is being written. */
    private List<Held> readersOfAPageEach(int count) {
        List<Held> readers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Held reader = held();
            assertThat(reader.takeTurn("reader")).isTrue();
            reader.take(PAGE).turns().end();
            readers.add(reader);
            now++;
        }
        return readers;
    }

    @Test
    void whoTakesPagesSlowlyKeepsNobodyFromCatchingUp() {
        channels = channels(1000);
        List<Held> readers = readersOfAPageEach(7);
        Held held = held();
        Held next = held();

        assertThat(held.takeTurn("a")).isFalse();
        channels.tick();
        assertThat(turns).isEmpty();
        assertThat(readers).noneMatch(reader -> reader.cut);
        // The other connections are not given up for one page.
        now += Duration.ofSeconds(3).toNanos();
        channels.tick();
        assertThat(turns).containsExactly("a");
        assertThat(readers.stream().map(reader -> reader.cut))
                .containsExactly(true, false, false, false, false, false, false);
        assertThat(channels.slowConsumers()).isEqualTo(1);
        assertThat(channels.size()).isEqualTo(8);
        // Who comes while they are slow need not wait for the clock.
        assertThat(next.takeTurn("b")).isFalse();
        assertThat(turns).containsExactly("a", "b");
        assertThat(readers.get(1).cut).isTrue();
        held.turns().end();
        next.turns().end();
        readers.forEach(Channel::gone);
        held.gone();
        next.gone();
        assertThat(channels.outbound().take(1000)).isTrue();
    }

    @Test
    void whereOnlyWritesTakeUpTheRoomTheSlowestGoesAndNotWhoComes() {
        channels = channels(1000);
        Held slowest = held().take(500);
        now++;
        Held slow = held().take(400);
        now += Duration.ofSeconds(3).toNanos();
        Held comes = held();

        comes.enqueue("x".repeat(101));
        // It may have been queued under a lock: nothing is cut off before all is flushed.
        assertThat(slowest.cut).isFalse();
        comes.flush();

        assertThat(slowest.cut).isTrue();
        assertThat(slow.cut || slow.leaving() || comes.leaving()).isFalse();
        assertThat(comes.written).hasSize(1);
        assertThat(channels.slowConsumers()).isEqualTo(1);
        slow.gone();
        comes.gone();
        // What ends late is nobody's any more.
        slowest.isWritten();
        assertThat(channels.outbound().take(1000)).isTrue();
        assertThat(channels.outbound().take(1)).isFalse();
    }
}
