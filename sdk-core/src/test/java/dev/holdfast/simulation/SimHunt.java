package dev.holdfast.simulation;

/** A program that searches for the first failing schedule, for the script that plants bugs. */
final class SimHunt {
    private SimHunt() {}

    /** Runs with the number of schedules as the argument. */
    public static void main(String[] args) {
        long schedules = Long.parseLong(args[0]);
        for (long seed = 0; seed < schedules; seed++) {
            String wrong = new SimWorld(seed, false).run();
            if (wrong == null) continue;
            System.out.println(seed + "\t" + wrong);
            return;
        }
        System.out.println("none");
    }
}
