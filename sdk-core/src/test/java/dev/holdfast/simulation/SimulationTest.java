package dev.holdfast.simulation;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Simulates client, network and servers on virtual time: thousands of schedules, each from one seed. To run a million
 * of them: {@code mvn -B -q test -pl sdk-core -Dtest=SimulationTest -Dsimulation.schedules=1000000}
 */
class SimulationTest {
    private static final int SCHEDULES = 10_000;
    /**
     * Each block of this many schedules is a test with its own time limit, so that a schedule that hangs is found as
     * well.
     */
    private static final int BLOCK = 2_500;

    static LongStream blocks() {
        Long only = Long.getLong("simulation.seed");
        if (only != null) return LongStream.of(only);
        long first = Long.getLong("simulation.first", 0);
        long schedules = Long.getLong("simulation.schedules", SCHEDULES);
        return LongStream.iterate(first, from -> from < first + schedules, from -> from + BLOCK);
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void whateverHappensNothingIsLostOrTwiceOrLeft(long first) {
        long schedules = Long.getLong("simulation.seed") == null ? BLOCK : 1;
        for (long seed = first; seed < first + schedules; seed++) {
            if (new SimWorld(seed, false).run() != null) explain(seed);
        }
    }

    private static void explain(long seed) {
        SimWorld again = new SimWorld(seed, true);
        String wrong = again.run();
        fail("Schedule " + seed + ": " + wrong + "\n" + again.trace
                + "\nReplay: mvn -B -q test -pl sdk-core -Dtest=SimulationTest -Dsimulation.seed=" + seed);
    }
}
