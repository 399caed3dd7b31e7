package dev.holdfast.internal.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.fixtures.FakeLoop;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A connection is released once: after the pump has finished and the close frame is written, or after a timeout. */
class GracefulCloseTest {
    private final FakeLoop loop = new FakeLoop();
    private final List<String> done = new ArrayList<>();
    private final GracefulClose gracefulClose =
            new GracefulClose(loop, () -> done.add("cut"), () -> done.add("release"));

    @Test
    void withoutAGoodbyeItIsReleasedWhenThePumpLeaves() {
        loop.run(gracefulClose::pumpFinished);
        loop.run(gracefulClose::pumpFinished);
        assertThat(done).containsExactly("release");
    }

    @Test
    void itWaitsForTheGoodbyeAndForThePump() {
        loop.run(gracefulClose::closeQueued);
        loop.run(gracefulClose::pumpFinished);
        assertThat(done).isEmpty();
        loop.run(gracefulClose::closeWritten);
        assertThat(done).containsExactly("release");
        assertThat(loop.timers()).isZero();
    }

    @Test
    void thePeerHasASecondToAnswer() {
        loop.run(gracefulClose::closeQueued);
        loop.run(gracefulClose::closeWritten);
        loop.advanceMillis(999);
        assertThat(done).isEmpty();
        loop.advanceMillis(1);
        assertThat(done).containsExactly("cut");
        loop.run(gracefulClose::pumpFinished);
        assertThat(done).containsExactly("cut", "release");
    }

    @Test
    void aGoodbyeThatCannotBeWrittenHoldsNothing() {
        loop.run(gracefulClose::closeQueued);
        loop.run(gracefulClose::pumpFinished);
        loop.advanceMillis(1_000);
        assertThat(done).containsExactly("cut", "release");
        loop.run(gracefulClose::closeWritten);
        assertThat(done).hasSize(2);
    }
}
