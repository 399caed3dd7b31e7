package dev.holdfast.simulation;

import dev.holdfast.Acknowledgement;
import dev.holdfast.CloseReason;
import dev.holdfast.ConnectionState;
import dev.holdfast.Overflow;
import dev.holdfast.SubscriptionStats;
import dev.holdfast.internal.client.RealClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Checks one drain: it ends in time and no later than needed, and says truly whether all was handled. */
final class SimDrain {
    /** The interval at which a client looks whether it is done. */
    private static final long POLL = SimClock.millis(10);

    private final SimWorld world;
    private final RealClient client;
    private final int life;
    private final long began;
    private final long timeout;
    private final List<SimSub> subs;
    private final CompletableFuture<Boolean> answer;
    /** The time since which nothing is left to do, or -1. */
    private long quietSince = -1;

    SimDrain(SimWorld world, RealClient client, long timeoutMillis) {
        this.world = world;
        this.client = client;
        this.life = world.lives.number();
        this.began = world.clock.nanoTime();
        this.timeout = SimClock.millis(timeoutMillis);
        this.subs = world.app.all();
        subs.removeIf(sub -> sub.isDead() || sub.client != client);
        this.answer = client.drain(Duration.ofMillis(timeoutMillis));
        CompletableFuture<?> unused = answer.whenComplete((all, error) -> {
            if (isDead()) return;
            if (error != null) world.fail("a drain failed with " + error);
            else ended(all);
        });
        world.clock.event(timeout + 2 * POLL, this::overdue);
    }

    boolean isDone() {
        return answer.isDone();
    }

    private boolean isDead() {
        return life != world.lives.number() || world.lives.dying();
    }

    /** Called before each task of the loop. */
    void look() {
        if (isDone() || isDead() || client.state() == ConnectionState.CLOSED) return;
        long now = world.clock.nanoTime();
        for (SimSub sub : subs) {
            if (sub.handle.isDrained()) continue;
            quietSince = -1;
            return;
        }
        if (quietSince < 0) quietSince = now;
        if (now - quietSince > POLL && !world.clock.jumpedSince(quietSince)) {
            world.fail("a drain goes on though nothing is left to do");
        }
    }

    private void overdue() {
        if (isDone() || isDead()) return;
        // The device may have slept before the loop learned of it.
        boolean slept = world.clock.jumpedSince(began);
        long left = slept ? world.clock.jumpedAt() + timeout + 2 * POLL - world.clock.nanoTime() : 0;
        if (left > 0) world.clock.event(left, this::overdue);
        else world.fail("a drain goes on after its " + timeout / 1_000_000 + " ms");
    }

    private void ended(boolean all) {
        long took = world.clock.nanoTime() - began;
        if (world.trace.on) world.trace.add("app: its drain says " + all);
        if (all) {
            for (SimSub sub : subs) handled(sub);
            return;
        }
        if (took < timeout)
            world.fail("a drain gave up after " + took / 1_000_000 + " of " + timeout / 1_000_000 + " ms");
        if (quietSince >= 0) world.fail("a drain says that something was left, and all was handled");
    }

    private void handled(SimSub sub) {
        if (sub.isRunning() && sub.ended == null)
            world.fail("a drain says that all was handled, and " + sub + " handles a message");
        if (world.plan.keeps && world.store.failed(sub) && world.store.isOwner(sub))
            world.fail("a drain says that all was saved, and the store failed for " + sub);
        boolean gone = sub.unsubscribed || sub.mayEnd || world.plan.kind == Overflow.Kind.FAIL;
        if (gone || (sub.ended != null && sub.ended.kind() != CloseReason.Kind.CLOSED)) return;
        SubscriptionStats stats = sub.handle.stats();
        boolean balanced = stats.received() == stats.handled() + stats.dropped() && stats.dropped() == sub.toldDropped;
        if (!balanced || stats.discarded() > 0)
            world.fail("a drain says that all was handled by " + sub + ": " + stats);
        if (world.plan.acknowledgement == Acknowledgement.MANUAL && sub.unacknowledged() > 0) {
            world.fail("a drain says that all was handled, and " + sub + " has not acknowledged all");
        }
        // The store may fail to load the cursor after that. Without one, nothing has begun.
        if (!world.plan.keeps || (sub.from == null && !sub.loaded)) return;
        world.store.atRest(sub);
    }
}
