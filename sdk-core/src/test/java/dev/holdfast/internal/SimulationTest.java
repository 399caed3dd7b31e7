package dev.holdfast.internal;

import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;

/**
 * Client, network and servers on virtual time: thousands of schedules, each from one seed. A million of them:
 * {@code mvn -B -q test -pl sdk-core -Dtest=SimulationTest -Dsimulation.schedules=1000000}
 */
class SimulationTest {
    private static final int SCHEDULES = 10_000;

    @Test
    void whateverHappensNothingIsLostOrTwiceOrLeft() {
        Long only = Long.getLong("simulation.seed");
        long first = only == null ? Long.getLong("simulation.first", 0) : only;
        long schedules = only == null ? Long.getLong("simulation.schedules", SCHEDULES) : 1;
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
