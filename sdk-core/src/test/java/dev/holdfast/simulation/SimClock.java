package dev.holdfast.simulation;

import dev.holdfast.fixtures.VirtualTimer;
import dev.holdfast.internal.runtime.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The virtual clock and its queues. Tasks of the loop run in order, tasks of other threads in any order. */
final class SimClock implements EventLoop {
    private final PriorityQueue<VirtualTimer> loop = new PriorityQueue<>();
    private final PriorityQueue<VirtualTimer> events = new PriorityQueue<>();
    private final List<Runnable> workers = new ArrayList<>();
    private final SplittableRandom random;
    private long now = TimeUnit.DAYS.toNanos(1);
    private long orders;
    private long jumpedAt = Long.MIN_VALUE;
    private boolean onLoop;
    private boolean breached;

    SimClock(SplittableRandom random) {
        this.random = random;
    }

    static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    // ---- used by the client

    @Override
    public void execute(Runnable task) {
        add(loop, 0, task);
    }

    @Override
    public Timer schedule(long delayNanos, Runnable task) {
        return add(loop, delayNanos, task);
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public void assertHere() {
        if (onLoop) return;
        breached = true; // the client catches what extensions throw
        throw new AssertionError("not called by a task of the loop");
    }

    /** Whether something confined to the loop was called off it. */
    boolean breached() {
        return breached;
    }

    /** Runs a task on a thread of its own, in random order. */
    void work(Runnable task) {
        workers.add(task);
    }

    // ---- used by the simulation

    /** Schedules an event outside of the client. */
    void event(long delayNanos, Runnable task) {
        add(events, delayNanos, task);
    }

    private VirtualTimer add(PriorityQueue<VirtualTimer> queue, long delayNanos, Runnable body) {
        VirtualTimer task = new VirtualTimer(now + Math.max(0, delayNanos), orders++, body, queue);
        queue.add(task);
        return task;
    }

    /** Lets the device sleep: time passes and nothing runs. */
    void jump(long nanos) {
        now += nanos;
        jumpedAt = now;
    }

    /** Returns the time at which the device last woke up. */
    long jumpedAt() {
        return jumpedAt;
    }

    boolean jumpedSince(long time) {
        return jumpedAt >= time;
    }

    boolean loopDue() {
        VirtualTimer next = loop.peek();
        return next != null && next.at <= now;
    }

    boolean eventDue() {
        VirtualTimer next = events.peek();
        return next != null && next.at <= now;
    }

    int workers() {
        return workers.size();
    }

    void runLoop() {
        VirtualTimer next = loop.remove();
        onLoop(() -> {
            next.body.run();
            return null;
        });
    }

    /** Asks as a task of the loop would, out of turn. */
    <T> T onLoop(Supplier<T> question) {
        boolean before = onLoop;
        onLoop = true;
        try {
            return question.get();
        } finally {
            onLoop = before;
        }
    }

    void runEvent() {
        events.remove().body.run();
    }

    void runWorker() {
        int chosen = random.nextInt(workers.size());
        Runnable task = workers.get(chosen);
        Runnable last = workers.remove(workers.size() - 1);
        if (chosen < workers.size()) workers.set(chosen, last);
        task.run();
    }

    /** Returns whether a task of the loop is running. No application code may run then. */
    boolean onLoop() {
        return onLoop;
    }

    /** Advances to the next scheduled time. Returns false if there is none before the limit. */
    boolean forward(long limit) {
        long next = Long.MAX_VALUE;
        if (!loop.isEmpty()) next = loop.peek().at;
        if (!events.isEmpty()) next = Math.min(next, events.peek().at);
        if (next > limit) {
            now = Math.max(now, limit);
            return false;
        }
        now = Math.max(now, next);
        return true;
    }

    /** Handles the end of the client process. */
    void die() {
        loop.clear();
        workers.clear();
    }

    /** Returns the number of tasks and timers that the client still has. */
    int left() {
        return loop.size() + workers.size();
    }
}
