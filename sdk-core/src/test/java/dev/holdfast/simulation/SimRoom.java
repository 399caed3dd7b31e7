package dev.holdfast.simulation;

import dev.holdfast.fixtures.UninterruptibleCondition;
import dev.holdfast.internal.runtime.Mutex;

/** The condition on which a reading thread waits while a mailbox is full. Everything else continues. */
final class SimRoom extends UninterruptibleCondition {
    /** Thrown when the process ends while a thread waits. */
    static final class Died extends Error {
        private static final long serialVersionUID = 1;
    }

    private final SimWorld world;
    private final Mutex lock;
    private int signals;
    private boolean unsignalled;

    SimRoom(SimWorld world, Mutex lock) {
        this.world = world;
        this.lock = lock;
    }

    @Override
    public void awaitUninterruptibly() {
        int before = signals;
        // Sometimes it wakes up spuriously, as conditions may.
        long millis = world.random.nextInt(8) == 0 ? world.random.nextInt(100) : 30_000;
        lock.unlock();
        world.await(() -> signals != before, SimClock.millis(millis));
        if (signals == before && millis == 30_000) world.app.makeRoom();
        unsignalled = signals == before;
        lock.lock();
        if (world.lives.dying() || world.failed()) throw new Died();
    }

    @Override
    public void signalAll() {
        signals++;
    }

    /** Returns whether a waiting thread continued without a signal although there was space. */
    boolean wokeByChance() {
        return unsignalled;
    }

    void forget() {
        unsignalled = false;
    }
}
