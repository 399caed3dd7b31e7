package dev.holdfast.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Acknowledgement;
import dev.holdfast.CloseReason;
import dev.holdfast.Limits;
import dev.holdfast.SubscriptionRequest;
import dev.holdfast.SubscriptionState;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who waits for room in a mailbox, and what wakes them. */
class MailboxRoomTest {
    private static final CloseReason END = CloseReason.fatal(CloseReason.Kind.CLOSED, "end");

    private RealSubscription subscription;
    private Mailbox mailbox;
    private RealRoute route;

    private void open(SubscriptionRequest<?> request, Limits limits) {
        Rig rig = new Rig();
        rig.settings.limits = limits;
        subscription = new RealSubscription(request, new Recorder(), rig.settings, gone -> {});
        mailbox = subscription.mailbox();
        route = mailbox.attach(subscription);
    }

    private void open(int messages, int bytes) {
        open(SubscriptionRequest.text("a"), Limits.defaults().queue(messages, bytes));
    }

    private static RealMessage message(String id, String text) {
        return new RealMessage("a", id, null, text, text.length(), 0);
    }

    private Mailbox.Offer offer(String text) {
        return mailbox.offer(route, message(null, text));
    }

    /** A pump that waits, or has found that it need not. */
    private Thread pump(int size) {
        Thread pump = new Thread(() -> mailbox.awaitRoom(route, size));
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
        assertThat(offer("y")).isEqualTo(Mailbox.Offer.FULL);
        Thread pump = pump(1);
        mailbox.turn().claimNext();
        assertThat(pump.getState()).isEqualTo(Thread.State.WAITING); // there is room for one, and it is still crowded
        mailbox.turn().next();
        pump.join();
        assertThat(offer("y")).isEqualTo(Mailbox.Offer.ACCEPTED);
    }

    @Test
    void aPumpWaitsForRoomForItsBytesAlsoWhereItIsNotCrowded() throws InterruptedException {
        open(10, 100);
        offer("x".repeat(40));
        assertThat(pump(60).getState()).isEqualTo(Thread.State.TERMINATED);
        Thread pump = pump(61);
        assertThat(pump.getState()).isEqualTo(Thread.State.WAITING);
        mailbox.turn().claimNext();
        pump.join();
    }

    @Test
    void aPumpThatWaitsIsLetGoByDetachEndAndUnsubscribe() throws InterruptedException {
        Runnable[] ways = {
            () -> mailbox.detach(), () -> mailbox.end(END, false), () -> mailbox.unsubscribe(false),
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
        AtomicInteger told = new AtomicInteger();
        mailbox.leave(route, told::incrementAndGet);
        assertThat(mailbox.state()).isEqualTo(SubscriptionState.WAITING);
        assertThat(mailbox.attach(subscription)).as("while it waits for room").isNull();
        mailbox.turn().claimNext();
        assertThat(told).hasValue(0);
        mailbox.turn().next();
        mailbox.turn().next();
        assertThat(told).hasValue(1);
        assertThat(mailbox.attach(subscription)).isNotNull();
    }

    @Test
    void whoLeftIsNotToldOfRoomAfterTheEnd() {
        Runnable[] ways = {() -> mailbox.end(END, false), () -> mailbox.unsubscribe(false)};
        for (Runnable way : ways) {
            open(1, 100);
            offer("x");
            AtomicInteger told = new AtomicInteger();
            mailbox.leave(route, told::incrementAndGet);
            way.run();
            for (Object entry = mailbox.turn().claimNext();
                    entry != null;
                    entry = mailbox.turn().next()) assertThat(entry).isNotNull();
            assertThat(told).hasValue(0);
        }
    }

    @Test
    void anAcknowledgementMakesRoomOnceAndTheSecondOfAMessageIsNone() {
        open(
                SubscriptionRequest.text("a").acknowledge(Acknowledgement.MANUAL),
                Limits.defaults().queue(1, 100));
        TrackedMessage message = new TrackedMessage(mailbox.turn(), "a", "1", null, "x", 1, 0);
        mailbox.offer(route, message);
        mailbox.turn().claimNext();
        mailbox.turn().next();
        AtomicInteger told = new AtomicInteger();
        mailbox.leave(route, told::incrementAndGet);
        assertThat(mailbox.cursor()).isNull();
        message.ack();
        assertThat(told).hasValue(1);
        assertThat(mailbox.cursor()).isEqualTo("1");
        message.ack();
        assertThat(told).hasValue(1);
    }

    @Test
    void anUnsubscribeThatIsToWaitReturnsWhenTheCallbackHas() throws InterruptedException {
        open(10, 100);
        offer("x");
        offer("y");
        mailbox.turn().claimNext();
        Thread app = new Thread(() -> mailbox.unsubscribe(true));
        app.start();
        while (app.getState() != Thread.State.WAITING && app.getState() != Thread.State.TERMINATED) {
            Thread.onSpinWait();
        }
        assertThat(app.getState()).isEqualTo(Thread.State.WAITING);
        assertThat(mailbox.turn().next()).isNull();
        app.join();
        assertThat(mailbox.stats(0).discarded()).isEqualTo(1);
        assertThat(mailbox.stats(0).handled()).isEqualTo(1);
    }
}
