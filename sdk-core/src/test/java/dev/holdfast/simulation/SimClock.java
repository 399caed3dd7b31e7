package dev.holdfast.simulation;

import dev.holdfast.internal.runtime.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Virtual time, and what waits for its turn: the loop's tasks in order, those of other threads in any. */
final class SimClock implements EventLoop {
    /** Something to do at a time; of two at the same time the older one comes first. */
    private static final class Task implements Timer, Comparable<Task> {
        final long at;
        final long order;
        final Runnable body;
        final PriorityQueue<Task> queue;

        Task(long at, long order, Runnable body, PriorityQueue<Task> queue) {
            this.at = at;
            this.order = order;
            this.body = body;
            this.queue = queue;
        }

        @Override
        public void cancel() {
            queue.remove(this);
        }

        @Override
        public int compareTo(Task other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Task> loop = new PriorityQueue<>();
    private final PriorityQueue<Task> events = new PriorityQueue<>();
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

    // ---- what the client sees

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

    /** A thread of its own for each task: in which order they run nobody knows. */
    void work(Runnable task) {
        workers.add(task);
    }

    // ---- what the world does

    /** Something outside the client happens after a while. */
    void event(long delayNanos, Runnable task) {
        add(events, delayNanos, task);
    }

    private Task add(PriorityQueue<Task> queue, long delayNanos, Runnable body) {
        Task task = new Task(now + Math.max(0, delayNanos), orders++, body, queue);
        queue.add(task);
        return task;
    }

    /** The device slept: time has passed and nobody had a turn. */
    void jump(long nanos) {
        now += nanos;
        jumpedAt = now;
    }

    /** When the device last woke. */
    long jumpedAt() {
        return jumpedAt;
    }

    boolean jumpedSince(long time) {
        return jumpedAt >= time;
    }

    boolean loopDue() {
        Task next = loop.peek();
        return next != null && next.at <= now;
    }

    boolean eventDue() {
        Task next = events.peek();
        return next != null && next.at <= now;
    }

    int workers() {
        return workers.size();
    }

    void runLoop() {
        Task next = loop.remove();
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

    /** Whether the loop is at work, where no code of the app may run. */
    boolean onLoop() {
        return onLoop;
    }

    /** Moves on to the next time at which something is to be done; false where that is after the limit, or never. */
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

    /** The client's process is gone. */
    void die() {
        loop.clear();
        workers.clear();
    }

    /** Tasks and timers that the client still has. */
    int left() {
        return loop.size() + workers.size();
    }
}
