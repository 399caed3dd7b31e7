package dev.holdfast.internal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;

/** A loop, and an executor beside it, on virtual time and the test's own thread: nothing runs until it is told to. */
final class FakeLoop implements Loop, Executor {
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

    private final ArrayDeque<Runnable> ready = new ArrayDeque<>();
    private final PriorityQueue<Task> timers = new PriorityQueue<>();
    private long now = Duration.ofDays(1).toNanos();
    private long orders;
    private int wakings;
    /** What other threads do just before the next task is handed over. Done once. */
    Runnable meanwhile = () -> {};

    /** Serves as loop and as workers: all tasks in the order they were given. */
    @Override
    public void execute(Runnable task) {
        Runnable others = meanwhile;
        meanwhile = () -> {};
        others.run();
        ready.add(task);
    }

    @Override
    public Timer schedule(long delayNanos, Runnable task) {
        Task timer = new Task(now + Math.max(0, delayNanos), orders++, task, timers);
        timers.add(timer);
        return timer;
    }

    @Override
    public long nanoTime() {
        return now;
    }

    /** Runs what is due now. */
    void run() {
        for (Runnable task = ready.poll(); task != null; task = ready.poll()) task.run();
    }

    /** Moves the clock, stopping at each timer on the way. */
    void advance(Duration time) {
        long until = now + time.toNanos();
        run();
        for (Task next = timers.peek(); next != null && next.at <= until; next = timers.peek()) {
            timers.remove();
            if (next.at > now) wakings++;
            now = Math.max(now, next.at);
            next.body.run();
            run();
        }
        now = until;
        run();
    }

    /** The clock jumps, as that of a device does that slept: what was due meanwhile runs now, late. */
    void jump(Duration time) {
        now += time.toNanos();
        advance(Duration.ZERO);
    }

    void advanceMillis(long millis) {
        advance(Duration.ofMillis(millis));
    }

    /** Clocks of the JVM may begin anywhere. Before anything is scheduled. */
    void setBack(Duration time) {
        now -= time.toNanos();
    }

    /** How many timers are set. */
    int timers() {
        return timers.size();
    }

    /** How often timers have ended a rest: those of one moment are one. */
    int wakings() {
        return wakings;
    }
}
