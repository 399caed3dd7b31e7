package dev.holdfast.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Acknowledgement;
import dev.holdfast.CloseReason;
import dev.holdfast.Limits;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.SubscriptionState;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Tests waiting for room in a mailbox, and the events that end the wait. */
class MailboxSpaceTest extends MailboxFixture {
    private static final CloseReason END = CloseReason.fatal(CloseReason.Kind.CLOSED, "end");

    /** Starts a pump and returns it once it waits or has finished. */
    private Thread pump(int size) {
        Thread pump = new Thread(() -> mailbox.awaitSpace(wire, size));
        pump.start();
        while (pump.getState() != Thread.State.WAITING && pump.getState() != Thread.State.TERMINATED) {
            Thread.onSpinWait();
        }
        return pump;
    }

    @Test
    void aPumpWaitsUntilTheQueueIsHalfEmpty() throws InterruptedException {
        open(4, 1000);
        for (int i = 0; i < 4; i++) offer("x");
        assertThat(offer("y")).isEqualTo(Mailbox.OfferResult.FULL);
        Thread pump = pump(1);
        mailbox.consumer().claimAndTakeNext();
        assertThat(pump.getState()).isEqualTo(Thread.State.WAITING); // more than half full
        mailbox.consumer().takeNext();
        pump.join();
        assertThat(offer("y")).isEqualTo(Mailbox.OfferResult.ACCEPTED);
    }

    @Test
    void aPumpWaitsForRoomForItsBytesAlsoWhereItIsNotCrowded() throws InterruptedException {
        open(10, 100);
        offer("x".repeat(40));
        assertThat(pump(60).getState()).isEqualTo(Thread.State.TERMINATED);
        Thread pump = pump(61);
        assertThat(pump.getState()).isEqualTo(Thread.State.WAITING);
        mailbox.consumer().claimAndTakeNext();
        pump.join();
    }

    @Test
    void aPumpThatWaitsIsLetGoByDetachEndAndUnsubscribe() throws InterruptedException {
        Runnable[] ways = {
            () -> mailbox.detach(), () -> mailbox.endWith(END, false), () -> mailbox.unsubscribe(false),
        };
        for (Runnable way : ways) {
            open(1, 100);
            offer("x");
            Thread pump = pump(1);
            assertThat(pump.getState()).isEqualTo(Thread.State.WAITING);
            way.run();
            pump.join();
        }
    }

    @Test
    void whoLeftIsToldOfRoomOnce() {
        open(4, 1000);
        for (int i = 0; i < 4; i++) offer("x");
        AtomicInteger calls = new AtomicInteger();
        mailbox.detachUntilSpace(wire, calls::incrementAndGet);
        assertThat(mailbox.state()).isEqualTo(SubscriptionState.WAITING);
        assertThat(mailbox.attach(subscription)).as("while it awaits room").isNull();
        mailbox.consumer().claimAndTakeNext();
        assertThat(calls).hasValue(0);
        mailbox.consumer().takeNext();
        mailbox.consumer().takeNext();
        assertThat(calls).hasValue(1);
        assertThat(mailbox.attach(subscription)).isNotNull();
    }

    @Test
    void whoLeftIsNotToldOfRoomAfterTheEnd() {
        Runnable[] ways = {() -> mailbox.endWith(END, false), () -> mailbox.unsubscribe(false)};
        for (Runnable way : ways) {
            open(1, 100);
            offer("x");
            AtomicInteger calls = new AtomicInteger();
            mailbox.detachUntilSpace(wire, calls::incrementAndGet);
            way.run();
            for (Object entry = mailbox.consumer().claimAndTakeNext();
                    entry != null;
                    entry = mailbox.consumer().takeNext()) assertThat(entry).isNotNull();
            assertThat(calls).hasValue(0);
        }
    }

    @Test
    void anAcknowledgementMakesRoomOnceAndTheSecondOfAMessageIsNone() {
        open(
                SubscriptionOptions.text("a").withAcknowledgement(Acknowledgement.MANUAL),
                Limits.defaults().withQueue(1, 100));
        TrackedMessage message = new TrackedMessage(subscription, "a", "1", null, "x", 1, 0);
        mailbox.offer(wire, message);
        mailbox.consumer().claimAndTakeNext();
        mailbox.consumer().takeNext();
        AtomicInteger calls = new AtomicInteger();
        mailbox.detachUntilSpace(wire, calls::incrementAndGet);
        assertThat(mailbox.cursor()).isNull();
        message.ack();
        assertThat(calls).hasValue(1);
        assertThat(mailbox.cursor()).isEqualTo("1");
        message.ack();
        assertThat(calls).hasValue(1);
    }

    @Test
    void anUnsubscribeThatIsToWaitReturnsWhenTheCallbackHas() throws InterruptedException {
        open(10, 100);
        offer("x");
        offer("y");
        mailbox.consumer().claimAndTakeNext();
        Thread app = new Thread(() -> mailbox.unsubscribe(true));
        app.start();
        while (app.getState() != Thread.State.WAITING && app.getState() != Thread.State.TERMINATED) {
            Thread.onSpinWait();
        }
        assertThat(app.getState()).isEqualTo(Thread.State.WAITING);
        assertThat(mailbox.consumer().takeNext()).isNull();
        app.join();
        assertThat(subscription.stats().discarded()).isEqualTo(1);
        assertThat(subscription.stats().handled()).isEqualTo(1);
    }
}
