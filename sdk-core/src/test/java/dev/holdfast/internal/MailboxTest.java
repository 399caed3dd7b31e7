package dev.holdfast.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.Limits;
import dev.holdfast.Overflow;
import dev.holdfast.SubscriptionRequest;
import dev.holdfast.SubscriptionState;
import org.junit.jupiter.api.Test;

/** One mailbox, call by call: who may fill it, and what it counts. */
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
