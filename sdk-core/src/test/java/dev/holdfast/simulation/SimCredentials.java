package dev.holdfast.simulation;

import dev.holdfast.Authorization;
import dev.holdfast.Credentials;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The credentials of the application for each attempt: available at once, later, never, or only after the attempt has
 * ended.
 */
final class SimCredentials implements Credentials {
    static final String SECRET = "secret";

    /** Waits like a thread of the simulation: everything else continues. */
    private static final class Answer extends CompletableFuture<Authorization> {
        private final SimWorld world;
        private final SimLink link;

        Answer(SimWorld world, SimLink link) {
            this.world = world;
            this.link = link;
        }

        @Override
        public Authorization get() throws InterruptedException {
            // Without an interrupt, the thread would wait forever.
            while (!isDone() && !link.isInterrupted() && !world.failed() && !world.lives.dying()) {
                world.await(() -> isDone() || link.isInterrupted(), SimClock.millis(120_000));
                if (!isDone() && link.link.isOver() && !link.isInterrupted()) {
                    world.fail("link " + link.number + " is over and still waits for its credentials");
                }
            }
            world.opening = link;
            if (!isDone()) throw new InterruptedException();
            return join();
        }
    }

    private final SimWorld world;
    private int issued;

    SimCredentials(SimWorld world) {
        this.world = world;
    }

    @Override
    public CompletionStage<Authorization> authorize(boolean refused) throws Exception {
        SimLink link = world.opening;
        if (world.clock.onLoop()) world.fail("credentials were asked for on the loop");
        if (link.token != null) world.fail("link " + link.number + " asked for credentials twice");
        if (refused != link.refused) {
            world.fail("link " + link.number + " asked for credentials, refused " + refused + ", and it was "
                    + link.refused);
        }
        link.token = SECRET + " " + world.lives.number() + "." + issued++;
        Authorization answer = Authorization.bearer(link.token);
        int manner = world.healing() ? 0 : world.random.nextInt(12);
        if (world.trace.on) world.trace.add("app: credentials for link " + link.number + ", manner " + manner);
        if (manner == 1) throw new SimApp.Broken();
        if (manner == 2) throw new IllegalStateException(link.token);
        Answer later = new Answer(world, link);
        if (manner == 3) later.completeExceptionally(new IllegalStateException(link.token));
        else if (manner > 6 || !world.mayWait()) later.complete(answer);
        else if (manner > 3) {
            // It may arrive long after the attempt has ended, or never.
            long millis = world.random.nextInt(manner == 4 ? 60_000 : 500);
            if (manner != 5) world.clock.event(SimClock.millis(millis), () -> later.complete(answer));
        } else later.complete(answer);
        return later;
    }
}
