package dev.holdfast.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.fixtures.FakeLoop;
import dev.holdfast.fixtures.FakeProtocol;
import dev.holdfast.fixtures.FakeTransport.FakeConnection;
import dev.holdfast.fixtures.Recorder;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.internal.delivery.RealSubscription;
import dev.holdfast.internal.session.Session;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Confinement to the loop: free in production, and a breach is found where tests run. */
class EventLoopTest {
    private final Rig rig = new Rig(true, new FakeProtocol(), config -> {});
    private final FakeLoop loop = rig.loop;

    private static void assertBreach(Runnable call) {
        assertThatThrownBy(call::run).isInstanceOf(AssertionError.class).hasMessageContaining("task of the loop");
    }

    @Test
    void aSessionCalledOffTheLoopIsABreach() {
        RealSubscription a = rig.subscribe("a", new Recorder());
        FakeConnection connection = rig.accept();
        Session session = (Session) a.carrier;
        assertBreach(session::retryNow);
        assertBreach(session::isDone);
        assertBreach(() -> session.setPauseReason(null));
        assertBreach(() -> session.linkReady(connection.link));
        assertBreach(() -> session.mailboxHasSpace(a));
        assertBreach(() -> session.receiptReceived(connection.link, 1, null));
        assertBreach(() -> connection.link.sendProbe());
        assertThat(session.describe()).startsWith("CONNECTED"); // from any thread
        assertBreach(loop::run); // once more, in case the breach was caught
        rig.onLoop(session::retryNow);
    }

    @Test
    void timersRunOnTheLoopAndWorkersDoNot() {
        loop.schedule(10, loop::assertHere);
        loop.advance(Duration.ofMillis(1));
        loop.workers().execute(loop::assertHere);
        assertBreach(loop::run);
    }

    @Test
    void anotherThreadIsOffTheLoopWhileATaskRuns() {
        loop.execute(() -> {
            loop.assertHere();
            CompletableFuture.runAsync(() -> assertBreach(loop::assertHere)).join();
        });
        assertBreach(loop::run);
    }

    @Test
    void whatATaskThrowsIsUncaughtAndTheNextTaskRuns() throws Exception {
        CompletableFuture<Throwable> uncaught = new CompletableFuture<>();
        ThreadFactory threads = Threads.daemonFactory("loop");
        SingleThreadEventLoop real = new SingleThreadEventLoop(task -> {
            Thread thread = threads.newThread(task);
            thread.setUncaughtExceptionHandler((on, thrown) -> uncaught.complete(thrown));
            return thread;
        });
        OutOfMemoryError thrown = new OutOfMemoryError("planted");
        real.execute(() -> {
            throw thrown;
        });
        CompletableFuture<Void> next = new CompletableFuture<>();
        real.schedule(0, () -> {}).cancel();
        real.execute(() -> next.complete(null));
        next.get(30, TimeUnit.SECONDS);
        assertThat(uncaught.get(30, TimeUnit.SECONDS)).hasCause(thrown);
    }

    @Test
    void inProductionNothingIsChecked() {
        assertThatCode(new SingleThreadEventLoop(Threads.daemonFactory("loop"))::assertHere)
                .doesNotThrowAnyException();
    }
}
