package dev.holdfast.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A connection is given back once: when the pump has left it and the goodbye is said, or its time has passed. */
class PartingTest {
    private final FakeLoop loop = new FakeLoop();
    private final List<String> done = new ArrayList<>();
    private final Parting parting = new Parting(loop, () -> done.add("cut"), () -> done.add("release"));

    @Test
    void withoutAGoodbyeItIsReleasedWhenThePumpLeaves() {
        parting.pumpLeft();
        parting.pumpLeft();
        assertThat(done).containsExactly("release");
    }

    @Test
    void itWaitsForTheGoodbyeAndForThePump() {
        parting.goodbye();
        parting.pumpLeft();
        assertThat(done).isEmpty();
        parting.said();
        assertThat(done).containsExactly("release");
        assertThat(loop.timers()).isZero();
    }

    @Test
    void thePeerHasASecondToAnswer() {
        parting.goodbye();
        parting.said();
        loop.advanceMillis(999);
        assertThat(done).isEmpty();
        loop.advanceMillis(1);
        assertThat(done).containsExactly("cut");
        parting.pumpLeft();
        assertThat(done).containsExactly("cut", "release");
    }

    @Test
    void aGoodbyeThatCannotBeWrittenHoldsNothing() {
        parting.goodbye();
        parting.pumpLeft();
        loop.advanceMillis(1_000);
        assertThat(done).containsExactly("cut", "release");
        parting.said();
        assertThat(done).hasSize(2);
    }
}
