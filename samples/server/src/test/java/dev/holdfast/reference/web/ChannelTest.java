package dev.holdfast.reference.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What waits for one connection and for all of them, step by step: a write ends when the test says so. */
class ChannelTest {
    private static final int QUEUE = 400;
    private static final int PAGE = QUEUE / 4;

    private final List<String> turns = new ArrayList<>();
    private Channels channels = channels(1_000_000);

    private static Channels channels(long outbound) {
        Duration second = Duration.ofSeconds(1);
        Settings settings = new Settings(
                "", 0, null, null, Set.of(), Set.of(), null, second, 9, 9, 9, 9, 9, QUEUE, outbound, 9, 9, 9, false,
                second, second);
        return new Channels(settings, () -> 0);
    }

    private final class Held extends Channel {
        private @Nullable Callback writing;
        final List<String> written = new ArrayList<>();

        Held() {
            super(channels, HEARTBEAT);
            channels.add(this);
        }

        Held take(int chars) {
            enqueue("x".repeat(chars));
            flush();
            return this;
        }

        void isWritten() {
            Callback ended = writing;
            writing = null;
            if (ended == null) throw new AssertionError("Nothing is being written");
            ended.succeeded();
        }

        void allIsWritten() {
            while (writing != null) isWritten();
        }

        boolean takeTurn(String name) {
            return turns().take(() -> turns.add(name));
        }

        @Override
        String next(Deque<String> texts) {
            return texts.remove();
        }

        @Override
        void write(String text, Callback callback) {
            written.add(text);
            writing = callback;
        }

        @Override
        List<String> lastWords(Goodbye farewell) {
            return List.of(farewell.reason());
        }

        @Override
        void finish(Goodbye farewell) {
            written.add("(end)");
            gone();
        }

        @Override
        void abort() {}

        @Override
        String beat() {
            return "beat";
        }

        @Override
        boolean isDeaf(long now) {
            return false;
        }

        @Override
        void released() {}
    }

    private static final Duration HEARTBEAT = Duration.ofSeconds(1);

    @Test
    void thoseWhoCatchUpOnOneConnectionTakeTurns() {
        Held held = new Held();

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
    void whoComesTooLateIsForgotten() {
        Held held = new Held();
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
        Held small = new Held().take(10).take(290);
        Held large = new Held().take(10).take(380);

        Held third = new Held().take(10).take(300).take(1);

        assertThat(large.leaving()).isTrue();
        assertThat(small.leaving()).isFalse();
        assertThat(third.leaving()).isFalse();
        assertThat(channels.slowConsumers()).isEqualTo(1);
        large.allIsWritten();
        assertThat(large.written).hasSize(3).endsWith("(end)");
        assertThat(large.written.get(1)).startsWith("Slow consumer: too much waited for all connections");
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
        Held one = new Held().take(500);
        Held two = new Held().take(400);

        Held three = new Held().take(101);

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
        List<Held> others =
                List.of(new Held().take(190), new Held().take(190), new Held().take(190), new Held().take(190));
        Held held = new Held();
        Held next = new Held();

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
        Held slow = new Held().take(10).take(390);
        Held slower = new Held().take(10).take(380);
        Held held = new Held();

        assertThat(held.takeTurn("a")).isFalse();

        assertThat(turns).containsExactly("a");
        assertThat(slow.leaving()).isTrue();
        assertThat(slower.leaving()).isFalse();
        held.turns().end();
        slow.allIsWritten();
        slower.gone();
        held.gone();
    }
}
