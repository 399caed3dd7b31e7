package dev.holdfast.internal;

import java.util.Objects;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/** Whose turn it is to deliver, and what is being delivered. Under the mailbox's lock. */
final class Turn {
    private final Condition idle;
    private final Backlog backlog;
    private final Positions positions;
    private final Tally tally;

    private boolean claimed;
    private boolean waitedFor;
    /** The entry whose callback runs, or the handful. */
    private @Nullable Object running;

    Turn(Condition idle, Backlog backlog, Positions positions, Tally tally) {
        this.idle = idle;
        this.backlog = backlog;
        this.positions = positions;
        this.tally = tally;
    }

    /** Whether a thread has the claim to deliver, or is about to. */
    boolean claimed() {
        return claimed;
    }

    void claim() {
        claimed = true;
    }

    /** Whether something is being delivered. */
    boolean running() {
        return running != null;
    }

    /** What the thread with the claim delivers now; with nothing the claim ends. */
    void run(@Nullable Object entry) {
        running = entry;
        if (entry == null) claimed = false;
    }

    /** What has passed, for the thread that got the claim with it. */
    Handful passed() {
        return (Handful) Objects.requireNonNull(running);
    }

    /** No callback begins after this. */
    void stop() {
        if (running instanceof Handful) ((Handful) running).stop();
    }

    void awaitIdle() {
        while (running != null) {
            waitedFor = true;
            idle.awaitUninterruptibly();
        }
    }

    /** What was running is dealt with. */
    void settle() {
        Object done = running;
        if (done == null) return;
        running = null;
        if (done instanceof RealMessage) {
            tally.handled++;
            positions.handle(((RealMessage) done).position());
        } else if (done instanceof Handful) {
            Handful hand = (Handful) done;
            settle(hand);
            backlog.discarded(hand.size() - hand.done());
        }
        if (waitedFor) idle.signalAll();
    }

    /** Counts what was handled so far, since the thread that delivers a handful does not stop to say so. */
    void catchUp() {
        if (running instanceof Handful) settle((Handful) running);
    }

    /** How many messages have passed and wait for their callbacks. */
    int waiting() {
        if (!(running instanceof Handful)) return 0;
        Handful hand = (Handful) running;
        return Math.max(0, hand.size() - hand.done() - 1);
    }

    private void settle(Handful hand) {
        tally.handled += hand.settle();
        positions.handle(hand.position());
    }
}
