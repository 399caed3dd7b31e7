package dev.holdfast.simulation;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** The actions of a platform on a client: the network is lost, returns or changes, and the application is hidden. */
final class SimPlatform {
    private static final String[] HOLDS = {"No network available", "The app is in the background"};

    private final SimWorld world;
    private final Set<String> holds = new HashSet<>();
    /** The pause reasons that the loop has processed. */
    private final Set<String> known = new HashSet<>();

    SimPlatform(SimWorld world) {
        this.world = world;
    }

    /** Resets the state for a new process. */
    void beginLife() {
        holds.clear();
        known.clear();
    }

    /** Returns whether no attempt is allowed. */
    boolean holds() {
        return !known.isEmpty();
    }

    void act() {
        String why = HOLDS[world.random.nextInt(HOLDS.length)];
        int what = world.random.nextInt(10);
        if (what < 3) hold(why);
        else if (what < 6) release(why);
        else if (what == 6) tryNow();
        else check(SimClock.millis(1000 + world.random.nextInt(5000)));
    }

    private void hold(String why) {
        say("holds: " + why);
        holds.add(why);
        world.attempts.hurry();
        world.client.addPauseReason(why);
        world.clock.execute(() -> known.add(why));
    }

    private void release(String why) {
        say("releases: " + why);
        holds.remove(why);
        world.clock.execute(() -> known.remove(why));
        world.attempts.hurry();
        world.client.removePauseReason(why);
        world.attempts.hurry();
    }

    private void tryNow() {
        say("has it try now");
        world.attempts.hurry();
        world.client.retryNow();
        world.attempts.hurry();
    }

    private void check(long withinNanos) {
        say("has connections show within " + withinNanos / 1_000_000 + " ms that they live");
        long[] from = new long[1];
        world.attempts.hurry();
        world.clock.execute(() -> from[0] = world.clock.nanoTime());
        world.client.verifyConnections(Duration.ofNanos(withinNanos));
        world.clock.execute(() -> {
            for (SimLink link : world.links) {
                if (link.client == world.client && !link.link.isOver()) world.heart.asked(link, from[0], withinNanos);
            }
        });
        world.attempts.hurry();
    }

    /** Brings the platform into its final state, after which nothing more happens. */
    void settle() {
        for (String why : new HashSet<>(holds)) release(why);
    }

    private void say(String what) {
        if (world.trace.on) world.trace.add("platform: " + what);
    }
}
