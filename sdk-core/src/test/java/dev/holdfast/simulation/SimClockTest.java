package dev.holdfast.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The clock of the simulation finds a breach of confinement, and so does a schedule. */
class SimClockTest {
    private final SimClock clock = new SimClock(new SplittableRandom(1));

    @Test
    void aTaskOfTheLoopIsOnTheLoop() {
        clock.execute(clock::assertHere);
        clock.runLoop();
        assertThat(clock.breached()).isFalse();
    }

    @Test
    void anEventAWorkerAndTheTestAreNot() {
        clock.event(0, clock::assertHere);
        assertThatThrownBy(clock::runEvent).isInstanceOf(AssertionError.class);
        clock.work(clock::assertHere);
        assertThatThrownBy(clock::runWorker).isInstanceOf(AssertionError.class);
        assertThatThrownBy(clock::assertHere).isInstanceOf(AssertionError.class);
        assertThat(clock.breached()).isTrue();
    }

    @Test
    void aScheduleWithABreachThatTheClientCaughtFails() {
        SimWorld world = new SimWorld(1, false);
        world.clock.event(0, () -> {
            try {
                world.clock.assertHere();
            } catch (AssertionError caught) {
                assertThat(caught).hasMessageContaining("task of the loop");
            }
        });
        assertThat(world.run()).contains("off it");
    }
}
