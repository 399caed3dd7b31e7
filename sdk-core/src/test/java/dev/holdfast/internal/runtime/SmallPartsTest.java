package dev.holdfast.internal.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.internal.delivery.RealMessage;
import dev.holdfast.internal.delivery.SpaceCondition;
import dev.holdfast.internal.delivery.TrackedMessage;
import dev.holdfast.internal.session.Phase;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import org.junit.jupiter.api.Test;

/** Parts too small for a page of their own: each rule of theirs, said once. */
class SmallPartsTest {
    private static final Map<Phase, EnumSet<Phase>> MAY_FOLLOW = Map.of(
            Phase.IDLE, EnumSet.complementOf(EnumSet.of(Phase.CLOSED)),
            Phase.CONNECTING, EnumSet.of(Phase.IDLE, Phase.WAITING),
            Phase.HANDSHAKING, EnumSet.of(Phase.CONNECTING),
            Phase.CONNECTED, EnumSet.of(Phase.HANDSHAKING),
            Phase.WAITING, EnumSet.complementOf(EnumSet.of(Phase.CLOSED)),
            Phase.CLOSED, EnumSet.complementOf(EnumSet.of(Phase.CLOSED)));

    @Test
    void phasesFollowTheirTable() {
        for (Phase next : Phase.values()) {
            for (Phase previous : Phase.values()) {
                assertThat(next.mayFollow(previous))
                        .as("%s -> %s", previous, next)
                        .isEqualTo(MAY_FOLLOW.get(next).contains(previous));
            }
        }
    }

    @Test
    void aThreadIsInsideACallbackUntilTheOutermostReturns() {
        CallbackScope scope = new CallbackScope();
        List<Boolean> inside = new ArrayList<>();
        scope.run(() -> {
            scope.run(() -> inside.add(scope.isInside()));
            inside.add(scope.isInside());
        });
        assertThat(inside).containsExactly(true, true);
        assertThat(scope.isInside()).isFalse();
        assertThatThrownBy(() -> scope.run(() -> {
                    throw new IllegalStateException("out");
                }))
                .hasMessage("out");
        assertThat(scope.isInside()).isFalse();
    }

    @Test
    void aMutexIsHeldByOneAtATime() throws InterruptedException {
        Mutex mutex = new Mutex();
        Condition condition = mutex.newCondition();
        assertThatThrownBy(condition::signalAll).isInstanceOf(IllegalMonitorStateException.class);
        mutex.lock();
        condition.signalAll();
        Thread other = new Thread(() -> {
            mutex.lock();
            mutex.unlock();
        });
        other.start();
        while (other.getState() != Thread.State.WAITING && other.getState() != Thread.State.TERMINATED) {
            Thread.onSpinWait();
        }
        assertThat(other.getState()).isEqualTo(Thread.State.WAITING);
        mutex.unlock();
        other.join();
    }

    @Test
    void roomIsWantedWhileSomebodyWaitsOrHasLeft() {
        SpaceCondition[] waited = new SpaceCondition[1];
        List<Boolean> awaited = new ArrayList<>();
        waited[0] = new SpaceCondition((Condition) Proxy.newProxyInstance(
                Condition.class.getClassLoader(), new Class<?>[] {Condition.class}, (proxy, method, args) -> {
                    awaited.add(waited[0].isAwaited());
                    return null;
                }));
        SpaceCondition space = waited[0];
        assertThat(space.isAwaited()).isFalse();
        space.awaitSpace();
        assertThat(awaited).containsExactly(true);
        assertThat(space.isAwaited()).isFalse();
        space.setCallback(() -> {});
        assertThat(space.isAwaited()).isTrue();
        assertThat(space.hasCallback()).isTrue();
        assertThat(space.spaceFreed()).isNotNull();
        assertThat(space.isAwaited()).isFalse();
        assertThat(space.spaceFreed()).isNull();
    }

    @Test
    void aMessageSaysWhatItIs() {
        RealMessage message = new RealMessage("topic", "id", "type", "payload", 7, 42);
        assertThat(message.topic()).isEqualTo("topic");
        assertThat(message.id()).isEqualTo("id");
        assertThat(message.position()).isEqualTo("id");
        assertThat(message.type()).isEqualTo("type");
        assertThat(message.receivedNanos()).isEqualTo(42);
        assertThat(message.weight).isEqualTo(7 + 2 + 4);
        assertThat(message.bytes()).isEqualTo("payload".getBytes(UTF_8));
        RealMessage forgets = new RealMessage("topic", "", null, new byte[] {'x'}, 1, 0);
        assertThat(forgets.id()).as("not none").isEmpty();
        assertThat(forgets.position()).isEmpty();
        assertThat(forgets.type()).isNull();
        assertThat(forgets.text()).isEqualTo("x");
        assertThat(new RealMessage("topic", null, null, "", 0, 0).id()).isNull();
    }

    @Test
    @SuppressWarnings("NullAway") // it is not acknowledged by way of a mailbox, and so needs no turn
    void anAcknowledgementCountsOnce() {
        TrackedMessage message = new TrackedMessage(null, "a", null, null, "x", 1, 0);
        assertThat(message.isAcknowledged()).isFalse();
        assertThat(message.markAcknowledged()).isTrue();
        assertThat(message.markAcknowledged()).isFalse();
        assertThat(message.isAcknowledged()).isTrue();
    }

    @Test
    void whatWasThrownIsNamedWithAndWithoutAMessage() {
        assertThat(CloseReasons.ofThrowable(new IOException()).text()).isEqualTo("IOException");
        assertThat(CloseReasons.ofThrowable(new IOException("reset")).text()).isEqualTo("IOException: reset");
    }

    @Test
    void theLoopOfAClientKeepsTheClockOfTheMachine() throws InterruptedException {
        SingleThreadEventLoop loop = new SingleThreadEventLoop(Threads.daemonFactory("loop"));
        long before = System.nanoTime();
        long now = loop.nanoTime();
        assertThat(now - before).isNotNegative();
        assertThat(System.nanoTime() - now).isNotNegative();
        CountDownLatch ran = new CountDownLatch(1);
        loop.schedule(TimeUnit.HOURS.toNanos(1), () -> {}).cancel();
        loop.schedule(0, ran::countDown);
        assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void theLoopOfAClientSleepsUntilItsTimer() throws InterruptedException {
        SingleThreadEventLoop loop =
                new SingleThreadEventLoop(Threads.daemonFactory("loop"), TimeUnit.MILLISECONDS.toNanos(2));
        CountDownLatch ran = new CountDownLatch(1);
        AtomicLong waits = new AtomicLong();
        loop.schedule(TimeUnit.MILLISECONDS.toNanos(500), () -> {
            long self = Thread.currentThread().getId();
            waits.set(ManagementFactory.getThreadMXBean().getThreadInfo(self).getWaitedCount());
            ran.countDown();
        });
        assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(waits.get()).as("a look every 2 ms makes 250").isLessThan(50);
    }
}
