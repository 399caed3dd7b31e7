package dev.holdfast.simulation;

import dev.holdfast.spi.GrowableBytes;
import java.util.ArrayDeque;
import java.util.Arrays;

/** The bytes in flight from a server to one link, with their meaning. */
final class SimPipe {
    /** An action that runs when the client has read up to a position. */
    private record Mark(int start, int end, Runnable what, boolean message) {}

    private final SimWorld world;
    private final GrowableBytes bytes = new GrowableBytes(256);
    private final ArrayDeque<Mark> marks = new ArrayDeque<>();
    private final ArrayDeque<Integer> barriers = new ArrayDeque<>();
    private final int pieces;
    private int arrived;
    private int fed;
    private long last;
    private boolean ended;
    private boolean silent;

    SimPipe(SimWorld world) {
        this.world = world;
        this.pieces = world.random.nextInt(4);
    }

    // ---- the server side

    /**
     * Writes bytes of which the last {@code rest} do not matter. {@code then} runs when the client has read the others.
     */
    void send(byte[] more, int rest, boolean message, Runnable then) {
        int start = bytes.size();
        bytes.write(more, 0, more.length);
        int end = bytes.size();
        if (then != null) marks.add(new Mark(start, end - rest, then, message));
        last = Math.max(last, world.clock.nanoTime() + world.latency());
        world.clock.event(last - world.clock.nanoTime(), () -> {
            if (!silent) arrived = Math.max(arrived, end);
        });
    }

    /** Keeps what follows out of the read of what was sent before. */
    void barrier() {
        barriers.add(bytes.size());
    }

    /** Stops all bytes without notice. */
    void silence() {
        silent = true;
    }

    boolean silent() {
        return silent;
    }

    void end() {
        world.clock.event(Math.max(world.latency(), last - world.clock.nanoTime()), () -> ended = true);
    }

    // ---- the client side

    boolean hasMore() {
        return fed < arrived;
    }

    boolean atEnd() {
        return ended && !silent && fed == bytes.size();
    }

    /** Returns how many of these bytes can be processed if there is space for this many messages. */
    int fits(int most, int room) {
        int left = room;
        while (!barriers.isEmpty() && barriers.peek() <= fed) barriers.remove();
        int size = barriers.isEmpty() ? most : Math.min(most, barriers.peek() - fed);
        for (Mark mark : marks) {
            if (mark.start >= fed + size) break;
            if (mark.message && left-- <= 0) return Math.max(0, mark.start - fed);
        }
        return size;
    }

    /** Returns the number of bytes of one read. */
    int read() {
        int most = arrived - fed;
        if (pieces == 0) return most;
        return 1 + world.random.nextInt(pieces == 1 ? Math.min(most, 3) : most);
    }

    /** Removes bytes. Their actions run if the link is still current. */
    byte[] take(int size, boolean current) {
        byte[] taken = Arrays.copyOfRange(bytes.array(), fed, fed + size);
        fed += size;
        while (!marks.isEmpty() && marks.peek().end <= fed) {
            Mark mark = marks.remove();
            if (current) mark.what.run();
        }
        return taken;
    }
}
