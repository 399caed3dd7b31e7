package dev.holdfast.simulation;

/** Looks for the first schedule that goes wrong; for the script that plants bugs. */
final class SimHunt {
    private SimHunt() {}

    /** Takes the number of schedules to try. */
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
