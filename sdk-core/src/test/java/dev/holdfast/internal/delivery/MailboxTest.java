package dev.holdfast.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.Limits;
import dev.holdfast.Overflow;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.SubscriptionState;
import org.junit.jupiter.api.Test;

/** Tests one mailbox call by call: the link that may fill it, and its counters. */
class MailboxTest extends MailboxFixture {
    private static final CloseReason END = CloseReason.fatal(CloseReason.Kind.CLOSED, "end");

    @Test
    void aNewRouteTakesThePlaceOfTheOld() {
        open(10, 100);
        RealWireSubscription old = wire;
        assertThat(mailbox.state()).isEqualTo(SubscriptionState.SUBSCRIBING);
        wire = mailbox.attach(subscription);
        assertThat(mailbox.offer(old, message("1", "x"))).isEqualTo(Mailbox.OfferResult.STALE);
        assertThat(mailbox.offerDirect(old, new MessageBatch(message("1", "x"))))
                .isFalse();
        mailbox.moveCursor(old, "1");
        mailbox.subscriptionConfirmed(old, Continuity.FRESH);
        mailbox.detachUntilSpace(old, () -> {});
        assertThat(mailbox.cursor()).isNull();
        assertThat(mailbox.state()).isEqualTo(SubscriptionState.SUBSCRIBING);
        assertThat(offer("y")).isEqualTo(Mailbox.OfferResult.ACCEPTED);
        mailbox.detach();
        assertThat(mailbox.state()).isEqualTo(SubscriptionState.WAITING);
        assertThat(offer("z")).isEqualTo(Mailbox.OfferResult.STALE);
    }

    @Test
    void nothingIsAttachedWhenItIsOver() {
        open(10, 100);
        mailbox.endWith(END, false);
        assertThat(mailbox.attach(subscription)).isNull();
        assertThat(offer("late")).isEqualTo(Mailbox.OfferResult.STALE);
        mailbox.detach();
        mailbox.queueError(new IllegalStateException("late"));
        mailbox.endWith(CloseReason.fatal(CloseReason.Kind.SERVER, "a second end"), false);
        assertThat(mailbox.state()).isEqualTo(SubscriptionState.ENDED);
        assertThat(mailbox.consumer().claimAndTakeNext()).isSameAs(END);
        assertThat(mailbox.consumer().takeNext()).isNull();
        open(10, 100);
        mailbox.unsubscribe(false);
        assertThat(mailbox.attach(subscription)).isNull();
        mailbox.detach();
        assertThat(mailbox.state()).isEqualTo(SubscriptionState.UNSUBSCRIBED);
        mailbox.endWith(END, false);
        assertThat(mailbox.state()).isEqualTo(SubscriptionState.UNSUBSCRIBED);
        assertThat(mailbox.consumer().tryClaim()).isFalse();
    }

    @Test
    void aWordIsSaidOnceARouteAndCounted() {
        open(10, 100);
        mailbox.subscriptionConfirmed(wire, Continuity.GAP);
        mailbox.subscriptionConfirmed(wire, Continuity.FRESH);
        assertThat(subscription.stats().subscribes()).isEqualTo(1);
        assertThat(subscription.stats().gaps()).isEqualTo(1);
        assertThat(mailbox.state()).isEqualTo(SubscriptionState.SUBSCRIBED);
        assertThat(wire.isResubscribe()).isFalse();
        wire = mailbox.attach(subscription);
        assertThat(wire.isResubscribe()).isTrue();
        mailbox.subscriptionConfirmed(wire, Continuity.RESUMED);
        assertThat(subscription.stats().subscribes()).isEqualTo(2);
        assertThat(subscription.stats().gaps()).isEqualTo(1);
    }

    @Test
    void duplicatesAreCountedAndNotQueued() {
        open(10, 100);
        mailbox.offer(wire, message("1", "one"));
        wire = mailbox.attach(subscription);
        assertThat(wire.cursor()).isEqualTo("1");
        mailbox.subscriptionConfirmed(wire, Continuity.RESUMED);
        assertThat(mailbox.offerDirect(wire, new MessageBatch(message("1", "one"))))
                .isFalse();
        assertThat(mailbox.offer(wire, message("1", "one"))).isEqualTo(Mailbox.OfferResult.ACCEPTED);
        assertThat(mailbox.offer(wire, message("1", "one"))).isEqualTo(Mailbox.OfferResult.ACCEPTED);
        assertThat(subscription.stats().duplicates()).isEqualTo(2);
        assertThat(subscription.stats().received()).isEqualTo(1);
        assertThat(subscription.stats().bytes()).isEqualTo(3);
        assertThat(subscription.stats().queued()).isEqualTo(1);
    }

    @Test
    void whatPassesIsClaimedAndCounted() {
        open(10, 100);
        MessageBatch batch = new MessageBatch(message("1", "one"));
        batch.add(message("2", "two"), 0);
        assertThat(mailbox.offerDirect(wire, batch)).isTrue();
        assertThat(mailbox.consumer().tryClaim()).isFalse();
        assertThat(mailbox.offerDirect(wire, new MessageBatch(message("3", "three"))))
                .isFalse();
        assertThat(mailbox.consumer().passedBatch()).isSameAs(batch);
        assertThat(subscription.stats().received()).isEqualTo(2);
        assertThat(subscription.stats().bytes()).isEqualTo(6);
        assertThat(mailbox.isQuiet()).isFalse();
        batch.markDone(1);
        assertThat(mailbox.cursor()).isEqualTo("1");
        batch.markDone(2);
        assertThat(subscription.stats().handled()).isEqualTo(2);
        assertThat(mailbox.consumer().takeNext()).isNull();
        assertThat(mailbox.isQuiet()).isTrue();
        assertThat(mailbox.cursor()).isEqualTo("2");
        assertThat(mailbox.attach(subscription).cursor()).isEqualTo("2");
    }

    @Test
    void aBarePositionIsDoneWithAtOnceWhereNothingIsBeforeIt() {
        open(10, 100);
        mailbox.moveCursor(wire, "1");
        assertThat(mailbox.cursor()).isEqualTo("1");
        offer("x");
        mailbox.moveCursor(wire, "2");
        assertThat(mailbox.cursor()).isEqualTo("1");
        Object first = mailbox.consumer().claimAndTakeNext();
        assertThat(((RealMessage) first).text()).isEqualTo("x");
        assertThat(mailbox.consumer().takeNext()).isNull(); // also polls the marker
        assertThat(mailbox.cursor()).isEqualTo("2");
        offer("y");
        mailbox.consumer().claimAndTakeNext();
        mailbox.moveCursor(wire, "3"); // the queue is empty, but the callback of y runs
        assertThat(mailbox.cursor()).isEqualTo("2");
        mailbox.consumer().takeNext();
        assertThat(mailbox.cursor()).isEqualTo("3");
    }

    @Test
    void itIsQuietWhenNothingWaitsAndNothingRuns() {
        open(10, 100);
        assertThat(mailbox.isQuiet()).isTrue();
        offer("x");
        assertThat(mailbox.isQuiet()).isFalse();
        mailbox.consumer().claimAndTakeNext();
        assertThat(mailbox.isQuiet()).isFalse();
        mailbox.consumer().takeNext();
        assertThat(mailbox.isQuiet()).isTrue();
    }

    @Test
    void aClaimThatIsGivenUpCanBeMadeAgain() {
        open(10, 100);
        assertThat(mailbox.consumer().tryClaim()).isFalse();
        offer("x");
        offer("y");
        assertThat(mailbox.consumer().tryClaim()).isTrue();
        assertThat(mailbox.consumer().tryClaim()).isFalse();
        assertThat(((RealMessage) mailbox.consumer().claimAndTakeNext()).text())
                .as("a claim whose task has not begun is taken over")
                .isEqualTo("x");
        assertThat(mailbox.consumer().claimAndTakeNext()).isNull();
        mailbox.consumer().releaseClaim();
        assertThat(subscription.stats().handled()).isEqualTo(1);
        assertThat(mailbox.isQuiet()).isFalse();
        assertThat(((RealMessage) mailbox.consumer().claimAndTakeNext()).text()).isEqualTo("y");
    }

    @Test
    void anOfferHoldsTheLockWhileItComparesKeys() throws InterruptedException {
        open(SubscriptionOptions.text("a").withOverflow(Overflow.latest(message -> "k")), Limits.defaults());
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
        TrackedMessage message = new TrackedMessage(subscription, "a", null, null, "x", 1, 0);
        message.computeKey(m -> key);
        assertThat(mailbox.offer(wire, message)).isEqualTo(Mailbox.OfferResult.ACCEPTED);
        others[0].join();
    }
}
