package dev.holdfast.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Acknowledgement;
import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.Limits;
import dev.holdfast.Overflow;
import dev.holdfast.SubscriptionRequest;
import dev.holdfast.SubscriptionState;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** One mailbox, call by call: who may fill it, what it counts, and who is woken when. */
class MailboxTest {
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
    void aNewRouteTakesThePlaceOfTheOld() {
        open(10, 100);
        RealRoute old = route;
        assertThat(mailbox.state()).isEqualTo(SubscriptionState.SUBSCRIBING);
        route = mailbox.attach(subscription);
        assertThat(mailbox.offer(old, message("1", "x"))).isEqualTo(Mailbox.Offer.STALE);
        assertThat(mailbox.pass(old, new Handful(message("1", "x")))).isFalse();
        mailbox.position(old, "1");
        mailbox.subscribed(old, Continuity.FRESH);
        mailbox.leave(old, () -> {});
        assertThat(mailbox.cursor()).isNull();
        assertThat(mailbox.state()).isEqualTo(SubscriptionState.SUBSCRIBING);
        assertThat(offer("y")).isEqualTo(Mailbox.Offer.ACCEPTED);
        mailbox.detach();
        assertThat(mailbox.state()).isEqualTo(SubscriptionState.WAITING);
        assertThat(offer("z")).isEqualTo(Mailbox.Offer.STALE);
    }

    @Test
    void nothingIsAttachedWhenItIsOver() {
        open(10, 100);
        mailbox.end(END, false);
        assertThat(mailbox.attach(subscription)).isNull();
        assertThat(offer("late")).isEqualTo(Mailbox.Offer.STALE);
        mailbox.detach();
        mailbox.fault(new IllegalStateException("late"));
        mailbox.end(CloseReason.fatal(CloseReason.Kind.SERVER, "a second end"), false);
        assertThat(mailbox.state()).isEqualTo(SubscriptionState.ENDED);
        assertThat(mailbox.turn().claimNext()).isSameAs(END);
        assertThat(mailbox.turn().next()).isNull();
        open(10, 100);
        mailbox.unsubscribe(false);
        assertThat(mailbox.attach(subscription)).isNull();
        mailbox.detach();
        assertThat(mailbox.state()).isEqualTo(SubscriptionState.UNSUBSCRIBED);
        mailbox.end(END, false);
        assertThat(mailbox.state()).isEqualTo(SubscriptionState.UNSUBSCRIBED);
        assertThat(mailbox.turn().claim()).isFalse();
    }

    @Test
    void aWordIsSaidOnceARouteAndCounted() {
        open(10, 100);
        mailbox.subscribed(route, Continuity.GAP);
        mailbox.subscribed(route, Continuity.FRESH);
        assertThat(mailbox.stats(0).subscribes()).isEqualTo(1);
        assertThat(mailbox.stats(0).gaps()).isEqualTo(1);
        assertThat(mailbox.state()).isEqualTo(SubscriptionState.SUBSCRIBED);
        assertThat(route.again()).isFalse();
        route = mailbox.attach(subscription);
        assertThat(route.again()).isTrue();
        mailbox.subscribed(route, Continuity.RESUMED);
        assertThat(mailbox.stats(0).subscribes()).isEqualTo(2);
        assertThat(mailbox.stats(0).gaps()).isEqualTo(1);
    }

    @Test
    void duplicatesAreCountedAndNotQueued() {
        open(10, 100);
        mailbox.offer(route, message("1", "one"));
        route = mailbox.attach(subscription);
        assertThat(route.cursor()).isEqualTo("1");
        mailbox.subscribed(route, Continuity.RESUMED);
        assertThat(mailbox.pass(route, new Handful(message("1", "one")))).isFalse();
        assertThat(mailbox.offer(route, message("1", "one"))).isEqualTo(Mailbox.Offer.ACCEPTED);
        assertThat(mailbox.offer(route, message("1", "one"))).isEqualTo(Mailbox.Offer.ACCEPTED);
        assertThat(mailbox.stats(0).duplicates()).isEqualTo(2);
        assertThat(mailbox.stats(0).received()).isEqualTo(1);
        assertThat(mailbox.stats(0).bytes()).isEqualTo(3);
        assertThat(mailbox.stats(0).queued()).isEqualTo(1);
    }

    @Test
    void whatPassesIsClaimedAndCounted() {
        open(10, 100);
        Handful hand = new Handful(message("1", "one"));
        hand.add(message("2", "two"), 0);
        assertThat(mailbox.pass(route, hand)).isTrue();
        assertThat(mailbox.turn().claim()).isFalse();
        assertThat(mailbox.pass(route, new Handful(message("3", "three")))).isFalse();
        assertThat(mailbox.turn().passed()).isSameAs(hand);
        assertThat(mailbox.stats(0).received()).isEqualTo(2);
        assertThat(mailbox.stats(0).bytes()).isEqualTo(6);
        assertThat(mailbox.quiet()).isFalse();
        hand.done(1);
        assertThat(mailbox.cursor()).isEqualTo("1");
        hand.done(2);
        assertThat(mailbox.stats(0).handled()).isEqualTo(2);
        assertThat(mailbox.turn().next()).isNull();
        assertThat(mailbox.quiet()).isTrue();
        assertThat(mailbox.cursor()).isEqualTo("2");
        assertThat(mailbox.attach(subscription).cursor()).isEqualTo("2");
    }

    @Test
    void aBarePositionIsDoneWithAtOnceWhereNothingIsBeforeIt() {
        open(10, 100);
        mailbox.position(route, "1");
        assertThat(mailbox.cursor()).isEqualTo("1");
        offer("x");
        mailbox.position(route, "2");
        assertThat(mailbox.cursor()).isEqualTo("1");
        Object first = mailbox.turn().claimNext();
        assertThat(((RealMessage) first).text()).isEqualTo("x");
        assertThat(mailbox.turn().next()).isNull(); // takes the position along
        assertThat(mailbox.cursor()).isEqualTo("2");
        offer("y");
        mailbox.turn().claimNext();
        mailbox.position(route, "3"); // the queue is empty, but y's callback runs
        assertThat(mailbox.cursor()).isEqualTo("2");
        mailbox.turn().next();
        assertThat(mailbox.cursor()).isEqualTo("3");
    }

    @Test
    void itIsQuietWhenNothingWaitsAndNothingRuns() {
        open(10, 100);
        assertThat(mailbox.quiet()).isTrue();
        offer("x");
        assertThat(mailbox.quiet()).isFalse();
        mailbox.turn().claimNext();
        assertThat(mailbox.quiet()).isFalse();
        mailbox.turn().next();
        assertThat(mailbox.quiet()).isTrue();
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

    @Test
    void aClaimThatIsGivenUpCanBeMadeAgain() {
        open(10, 100);
        assertThat(mailbox.turn().claim()).isFalse();
        offer("x");
        offer("y");
        assertThat(mailbox.turn().claim()).isTrue();
        assertThat(mailbox.turn().claim()).isFalse();
        assertThat(mailbox.turn().claimNext()).isNull();
        assertThat(((RealMessage) mailbox.turn().next()).text()).isEqualTo("x");
        mailbox.turn().relinquish();
        assertThat(mailbox.stats(0).handled()).isEqualTo(1);
        assertThat(mailbox.quiet()).isFalse();
        assertThat(((RealMessage) mailbox.turn().claimNext()).text()).isEqualTo("y");
    }

    @Test
    void anOfferHoldsTheLockWhileItComparesKeys() throws InterruptedException {
        open(SubscriptionRequest.text("a").overflow(Overflow.latest(message -> "k")), Limits.defaults());
        Thread[] others = new Thread[1];
        Object key = new Object() {
            @Override
            public int hashCode() {
                if (others[0] != null) return 1;
                Thread other = new Thread(() -> mailbox.state());
                others[0] = other;
                other.start();
                while (other.getState() != Thread.State.WAITING && other.getState() != Thread.State.TERMINATED) {
                    Thread.onSpinWait();
                }
                assertThat(other.getState()).isEqualTo(Thread.State.WAITING);
                return 1;
            }

            @Override
            public boolean equals(Object other) {
                return other == this;
            }
        };
        TrackedMessage message = new TrackedMessage(mailbox.turn(), "a", null, null, "x", 1, 0);
        message.key(m -> key);
        assertThat(mailbox.offer(route, message)).isEqualTo(Mailbox.Offer.ACCEPTED);
        others[0].join();
    }
}
