package dev.holdfast.simulation;

import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.TimeUnit;

/**
 * A program that searches for the first failing schedule, for the script that plants bugs. A bug that makes a thread
 * spin stops the virtual time too; such a schedule counts as failing when it has run for a minute.
 */
final class SimHunt {
    private static final long HANG_MILLIS = TimeUnit.MINUTES.toMillis(1);

    private SimHunt() {}

    /** Runs with the number of schedules as the argument. */
    public static void main(String[] args) {
        long schedules = Long.parseLong(args[0]);
        Timer watchdog = new Timer("watchdog", true);
        for (long seed = 0; seed < schedules; seed++) {
            TimerTask hang = reportHang(seed);
            watchdog.schedule(hang, HANG_MILLIS);
            String wrong = new SimWorld(seed, false).run();
            // A task that has begun to report ends the program.
            if (!hang.cancel()) continue;
            if (seed % 1_000 == 0) watchdog.purge();
            if (wrong == null) continue;
            System.out.println(seed + "\t" + wrong);
            return;
        }
        System.out.println("none");
    }

    private static TimerTask reportHang(long seed) {
        return new TimerTask() {
            @Override
            public void run() {
                System.out.println(seed + "\tit hangs");
                Runtime.getRuntime().halt(0);
            }
        };
    }
}
