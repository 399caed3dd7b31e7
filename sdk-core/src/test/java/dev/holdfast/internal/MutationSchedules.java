package dev.holdfast.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As many schedules of the simulation as each mutant can be given: see docs/mutation.md. Surefire runs them all. */
class MutationSchedules {
    private static final int BLOCK = 50;

    @ParameterizedTest
    @ValueSource(longs = {0, 50})
    void nothingIsLostOrTwiceOrLeft(long first) {
        for (long seed = first; seed < first + BLOCK; seed++) {
            assertThat(new SimWorld(seed, false).run()).as("schedule " + seed).isNull();
        }
    }
}
