package dev.holdfast.simulation;

/** Checks that the client answers what it is asked: pings of the WebSocket or of the protocol. */
final class SimPings {
    /** The time within which an answer must have arrived: more than any latency. */
    private static final long ARRIVAL_NANOS = SimClock.millis(1000);

    private final SimWorld world;
    private final SimLink link;
    private final String what;
    private int sent;
    private int read;
    private long readNanos;
    private int answered;

    SimPings(SimWorld world, SimLink link, String what) {
        this.world = world;
        this.link = link;
        this.what = what;
    }

    /** Returns the number of the next ping. */
    int next() {
        return ++sent;
    }

    /** Returns the action that runs when the client reads the newest ping. */
    Runnable reads() {
        int number = sent;
        return () -> {
            read = number;
            readNanos = world.clock.nanoTime();
        };
    }

    /** Called when the client answers a ping. Of several, it may answer the newest only. */
    void answered(int number) {
        // A link that is over may still read and answer, which is not recorded.
        if (number > read && !link.link.isOver())
            world.fail("link " + link.number + " answered " + what + " " + number + " and has read " + read);
        if (number < answered) world.fail("link " + link.number + " answered " + what + " " + number + " again");
        answered = number;
    }

    /** Called when the client answers each ping by the same text. */
    void answered() {
        answered(answered + 1);
    }

    /** Checks that the client has answered all that it read a while ago. */
    void check() {
        // A thread that is held up by a listener may hold a ping that it has not processed.
        // On a slow network an answer may wait for other writes.
        long since = Math.max(Math.max(readNanos, link.readNanos), link.writeProgress());
        long now = world.clock.nanoTime();
        boolean unsure = link.heldUp() || link.isDeaf() || link.link.isOver() || world.clock.jumpedSince(readNanos);
        if (unsure || now - since < ARRIVAL_NANOS) return;
        if (answered != read)
            world.fail("link " + link.number + " read " + what + " " + read + " and never answered it");
    }
}
