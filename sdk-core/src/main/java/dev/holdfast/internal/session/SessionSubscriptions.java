package dev.holdfast.internal.session;

import dev.holdfast.Backoff;
import dev.holdfast.CloseReason;
import dev.holdfast.internal.delivery.RealSubscription;
import dev.holdfast.internal.delivery.RealWireSubscription;
import dev.holdfast.internal.link.Link;
import dev.holdfast.internal.runtime.ClientConfig;
import dev.holdfast.internal.runtime.EventLoop;
import dev.holdfast.internal.runtime.OnLoop;
import dev.holdfast.spi.WireSubscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** The subscriptions of one session, in the order they were made, and their state on its link. */
@OnLoop
final class SessionSubscriptions {
    /** The time after which a subscription counts as confirmed if the server never confirms any. */
    private static final long UNCONFIRMED_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Set<RealSubscription> subscriptions = new LinkedHashSet<>();
    private final Map<RealSubscription, EventLoop.Timer> retries = new HashMap<>();
    private final EventLoop loop;
    private final DoubleSupplier random;
    private final Backoff backoff;
    private final boolean resumes;
    private final boolean confirms;
    private final ConfirmationTimer confirmations;
    private final Session session;
    private final Consumer<RealSubscription> onEnded;
    /** The link on which they are subscribed; null while there is none. */
    @Nullable
    Link link;

    /** {@code ended} receives each subscription that this class ends. */
    SessionSubscriptions(
            Session session, ClientConfig config, DoubleSupplier random, Consumer<RealSubscription> ended) {
        this.session = session;
        this.loop = session.loop;
        this.random = random;
        this.backoff = config.backoff;
        this.resumes = config.protocol.supportsResume();
        this.confirms = config.protocol.confirmsSubscriptions();
        long reply = config.limits.replyTimeout().toNanos();
        this.confirmations = new ConfirmationTimer(loop, confirms ? reply : Math.min(reply, UNCONFIRMED_NANOS), this);
        this.onEnded = ended;
    }

    boolean isEmpty() {
        loop.assertHere();
        return subscriptions.isEmpty();
    }

    /** Adds a subscription, without subscribing it. */
    void add(RealSubscription subscription) {
        loop.assertHere();
        subscriptions.add(subscription);
    }

    /** Removes a subscription. Returns its wire subscription, null if it was not subscribed on the link. */
    @Nullable
    RealWireSubscription remove(RealSubscription subscription) {
        loop.assertHere();
        if (!subscriptions.remove(subscription)) return null;
        cancelResubscribe(subscription);
        RealWireSubscription wire = subscription.wire;
        subscription.wire = null;
        return wire;
    }

    /** Prepares the only subscription of a dedicated session for a new link. Returns null if it has ended. */
    @Nullable
    RealWireSubscription attachSingle() {
        loop.assertHere();
        if (subscriptions.isEmpty()) return null;
        RealSubscription only = subscriptions.iterator().next();
        only.wire = only.mailbox().attach(only);
        return only.wire;
    }

    /** Subscribes all subscriptions on a link that is ready. A dedicated link has subscribed its own. */
    void subscribeAll(Link ready, boolean dedicated) {
        loop.assertHere();
        link = ready;
        if (!dedicated) subscribe(ready, subscriptions);
        else for (RealSubscription only : subscriptions) if (only.wire != null) confirmations.requested(only.wire);
    }

    /** Requests a subscription once more. If that has happened already on this link, ends the link. */
    void unconfirmed(Link current, RealWireSubscription wire) {
        if (!confirms) {
            current.confirm(wire);
            return;
        }
        String text = "The server did not confirm the subscription to \"" + wire.topic + "\" in time";
        RealSubscription subscription = wire.subscription;
        subscription.reportError(new TimeoutException(text));
        if (wire.again || session.dedicated) {
            session.linkEnded(current, CloseReason.retryable(CloseReason.Kind.TIMEOUT, text));
            return;
        }
        current.unsubscribe(wire);
        subscribe(current, subscription);
        if (subscription.wire != null) subscription.wire.again = true;
    }

    /** Subscribes one subscription on a link. Does nothing if it was removed. */
    void subscribe(Link link, RealSubscription subscription) {
        loop.assertHere();
        if (subscriptions.contains(subscription)) subscribe(link, Collections.singletonList(subscription));
    }

    private void subscribe(Link link, Collection<RealSubscription> added) {
        List<WireSubscription> routes = new ArrayList<>(added.size());
        for (RealSubscription subscription : added) {
            RealWireSubscription wire = subscription.mailbox().attach(subscription);
            if (wire == null) continue;
            subscription.wire = wire;
            subscription.setAttemptName(link.dialTask.attemptName);
            routes.add(wire);
            confirmations.requested(wire);
        }
        if (!routes.isEmpty()) link.converse(c -> c.subscribe(routes));
    }

    /** Detaches all subscriptions from the link that has ended, and cancels their retries. */
    void detachAll() {
        loop.assertHere();
        for (EventLoop.Timer retry : retries.values()) retry.cancel();
        retries.clear();
        confirmations.stop();
        link = null;
        for (RealSubscription subscription : subscriptions) {
            subscription.wire = null;
            subscription.mailbox().detach();
        }
    }

    /**
     * Unsubscribes a topic whose mailbox is full from a shared link. With {@code Overflow.block()} and a cursor to
     * resume from, it is subscribed again when the mailbox has space. Otherwise it ends with SLOW_CONSUMER.
     */
    void mailboxOverflowed(Link link, RealWireSubscription wire) {
        loop.assertHere();
        RealSubscription subscription = wire.subscription;
        if (subscription.wire != wire) return;
        subscription.wire = null;
        link.unsubscribe(wire);
        boolean waits = subscription.blocksWhenFull();
        if (waits && resumes && subscription.mailbox().hasCursor()) return;
        String text = waits
                ? "Listener too slow, and there is no cursor to resume from: see Overflow"
                : "Listener too slow (Overflow.fail())";
        endSubscription(subscription, CloseReason.fatal(CloseReason.Kind.SLOW_CONSUMER, text), false);
    }

    /**
     * Handles the end of a subscription by the server. With a retryable reason it is subscribed again after a delay, or
     * on the next link if that opens first.
     */
    void endedByServer(Link link, RealWireSubscription wire, CloseReason reason) {
        loop.assertHere();
        RealSubscription subscription = wire.subscription;
        if (subscription.wire != wire) return;
        subscription.wire = null;
        subscription.mailbox().detach();
        if (reason.retryable()) scheduleResubscribe(link, subscription, reason);
        else endSubscription(subscription, reason, false);
    }

    private void scheduleResubscribe(Link link, RealSubscription subscription, CloseReason reason) {
        Duration asked = reason.retryAfter();
        long floor = asked == null ? 0 : asked.toNanos();
        // The link itself has not failed, so no failure count applies. Draw from the longest back-off.
        long jitter = (long) (random.getAsDouble() * backoff.max().toNanos());
        retries.put(subscription, loop.schedule(floor + jitter, () -> {
            retries.remove(subscription);
            subscribe(link, subscription);
        }));
    }

    private void cancelResubscribe(RealSubscription subscription) {
        EventLoop.Timer timer = retries.remove(subscription);
        if (timer != null) timer.cancel();
    }

    private void endSubscription(RealSubscription subscription, CloseReason reason, boolean discard) {
        subscription.endWith(reason, discard);
        subscriptions.remove(subscription);
        onEnded.accept(subscription);
    }

    /** Returns the number of messages that all subscriptions have received. */
    long receivedMessages() {
        loop.assertHere();
        long all = 0;
        for (RealSubscription subscription : subscriptions)
            all += subscription.mailbox().receivedMessages();
        return all;
    }

    /** Returns true if at least one subscription has a cursor to resume from. */
    boolean anyHasCursor() {
        loop.assertHere();
        for (RealSubscription each : subscriptions) if (each.mailbox().hasCursor()) return true;
        return false;
    }

    /** Moves each subscription with a cursor past an unreadable message, and reports {@code why} to it. */
    void skipUnreadable(Throwable why) {
        loop.assertHere();
        for (RealSubscription subscription : subscriptions) {
            subscription.mailbox().skipUnreadable(why);
            subscription.scheduleDelivery(false);
        }
    }

    /** Ends all subscriptions. Queued messages are delivered first unless {@code discard} is true. */
    void endAll(CloseReason reason, boolean discard) {
        loop.assertHere();
        detachAll();
        for (RealSubscription each : new ArrayList<>(subscriptions)) endSubscription(each, reason, discard);
    }
}
