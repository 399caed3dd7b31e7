package dev.holdfast.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.fixtures.FakeTransport;
import dev.holdfast.fixtures.FakeTransport.FakeConnection;
import dev.holdfast.fixtures.Recorder;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.internal.runtime.EventLoop;
import dev.holdfast.internal.runtime.Mutex;
import dev.holdfast.internal.runtime.SharedRuntime;
import dev.holdfast.internal.runtime.SingleThreadEventLoop;
import dev.holdfast.internal.runtime.Threads;
import dev.holdfast.protocol.Plain;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A peer that says more than the loop can take: it is read no faster, and nothing piles up. */
@Timeout(30)
class FloodTest {
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    /** Counts what waits for the loop. */
    private final class CountingLoop implements EventLoop {
        private final EventLoop real = new SingleThreadEventLoop(Threads.daemonFactory("loop"));

        @Override
        public void execute(Runnable task) {
            most.accumulateAndGet(waiting.incrementAndGet(), Math::max);
            real.execute(() -> {
                waiting.decrementAndGet();
                task.run();
            });
        }

        @Override
        public Timer schedule(long delayNanos, Runnable task) {
            return real.schedule(delayNanos, task);
        }

        @Override
        public void assertHere() {
            real.assertHere();
        }

        @Override
        public long nanoTime() {
            return real.nanoTime();
        }
    }

    @Test
    void whatIsSaidToTheLoopDoesNotPileUp() throws InterruptedException {
        FakeTransport net = new FakeTransport(false);
        EventLoop loop = new CountingLoop();
        CountDownLatch dialled = new CountDownLatch(1);
        SharedRuntime runtime = new SharedRuntime(
                loop,
                Threads.workerExecutor(),
                () -> 1,
                pump -> {
                    net.drive(pump);
                    dialled.countDown();
                },
                Mutex::newCondition,
                "c");
        RealClient client = Rig.client(Rig.config("https://test.example", net, Plain.create()), runtime, net);
        client.subscribe("a", new Recorder());
        dialled.await();
        FakeConnection connection = net.last();
        Thread pump = new Thread(() -> {
            connection.accept();
            for (int i = 0; i < 100_000; i++) connection.says(sink -> sink.onRetry(1));
        });
        // The loop does something else until the pump waits for it, or has read all there is.
        loop.execute(() -> {
            pump.start();
            while (pump.getState() != Thread.State.WAITING && pump.getState() != Thread.State.TERMINATED) {
                Thread.onSpinWait();
            }
        });
        while (pump.getState() == Thread.State.NEW) Thread.onSpinWait();
        pump.join();
        assertThat(most.get()).isLessThan(10_000);
        client.close();
    }
}
