package dev.holdfast.simulation;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** The executor of the application, which refuses a task at times. */
final class SimExecutor implements Executor {
    private final SimWorld world;
    /** The number of deliveries that it refused. Each of them may end one subscription. */
    private int refused;

    SimExecutor(SimWorld world) {
        this.world = world;
    }

    @Override
    public void execute(Runnable task) {
        boolean calm = !world.plan.refuses || world.closed() || world.healing() || world.lives.dying();
        if (calm || world.more.nextInt(30) > 0) {
            world.clock.work(task);
            return;
        }
        world.trace.add("app: its executor refuses a task");
        // Connection events wait for the next event.
        if (!task.getClass().getName().contains("SerialExecutor")) refused++;
        throw new RejectedExecutionException("busy");
    }

    /** Called when a subscription ended because its delivery was refused. */
    void ended(SimSub sub) {
        if (refused-- <= 0) world.fail(sub + " ended though the executor refused nothing");
    }
}
