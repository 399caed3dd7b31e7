package dev.holdfast.internal.session;

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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The subscriptions of one session, in the order they were made, and how they stand on its link. */
@OnLoop
final class SessionSubscriptions {
    private final Set<RealSubscription> subscriptions = new LinkedHashSet<>();
    private final Map<RealSubscription, EventLoop.Timer> retries = new HashMap<>();
    private final ClientConfig config;
    private final Consumer<RealSubscription> onEnded;

    /** {@code ended} hears of each subscription that is over for a reason found here. */
    SessionSubscriptions(ClientConfig config, Consumer<RealSubscription> ended) {
        this.config = config;
        this.onEnded = ended;
    }

    boolean isEmpty() {
        config.runtime.loop.assertHere();
        return subscriptions.isEmpty();
    }

    void add(RealSubscription subscription) {
        config.runtime.loop.assertHere();
        subscriptions.add(subscription);
    }

    /** Takes one out; answers the route it was on the wire as, null where it was not. */
    @Nullable
    RealWireSubscription remove(RealSubscription subscription) {
        config.runtime.loop.assertHere();
        if (!subscriptions.remove(subscription)) return null;
        cancelResubscribe(subscription);
        RealWireSubscription wire = subscription.wire;
        subscription.wire = null;
        return wire;
    }

    /** The one subscription of a dedicated session, made ready for a new link; null when it is over. */
    @Nullable
    RealWireSubscription attachSingle() {
        config.runtime.loop.assertHere();
        if (subscriptions.isEmpty()) return null;
        RealSubscription only = subscriptions.iterator().next();
        only.wire = only.mailbox().attach(only);
        return only.wire;
    }

    void subscribeAll(Link link) {
        config.runtime.loop.assertHere();
        subscribe(link, subscriptions);
    }

    /** Subscribes one that is there already, if it still is. */
    void subscribe(Link link, RealSubscription subscription) {
        config.runtime.loop.assertHere();
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
        }
        if (!routes.isEmpty()) link.converse(c -> c.subscribe(routes));
    }

    /** The link is gone. */
    void detachAll() {
        config.runtime.loop.assertHere();
        retries.values().forEach(EventLoop.Timer::cancel);
        retries.clear();
        for (RealSubscription subscription : subscriptions) {
            subscription.wire = null;
            subscription.mailbox().detach();
        }
    }

    /** A mailbox on a shared link is full: its topic is left on the wire until there is room, or ends. */
    void mailboxOverflowed(Link link, RealWireSubscription wire) {
        config.runtime.loop.assertHere();
        RealSubscription subscription = wire.subscription;
        if (subscription.wire != wire) return;
        subscription.wire = null;
        link.converse(c -> c.unsubscribe(wire));
        boolean waits = subscription.blocksWhenFull();
        if (waits && config.protocol.supportsResume() && subscription.mailbox().hasCursor()) return;
        String text = waits
                ? "The listener fell behind, and there is no position to go on from"
                : "The listener fell behind, and was not to";
        endSubscription(subscription, CloseReason.fatal(CloseReason.Kind.SLOW_CONSUMER, text));
    }

    /** The server ended one. A reason that can be retried has it subscribed again after a while, or on the next link. */
    void endedByServer(Link link, RealWireSubscription wire, CloseReason reason) {
        config.runtime.loop.assertHere();
        RealSubscription subscription = wire.subscription;
        if (subscription.wire != wire) return;
        subscription.wire = null;
        subscription.mailbox().detach();
        if (reason.retryable()) scheduleResubscribe(link, subscription, reason);
        else endSubscription(subscription, reason);
    }

    private void scheduleResubscribe(Link link, RealSubscription subscription, CloseReason reason) {
        Duration asked = reason.retryAfter();
        long floor = asked == null ? 0 : asked.toNanos();
        // The link is well, so there is no count of failures to go by: the longest step is the polite one.
        long jitter = (long)
                (config.runtime.random.getAsDouble() * config.backoff.max().toNanos());
        retries.put(subscription, config.runtime.loop.schedule(floor + jitter, () -> {
            retries.remove(subscription);
            subscribe(link, subscription);
        }));
    }

    private void cancelResubscribe(RealSubscription subscription) {
        EventLoop.Timer timer = retries.remove(subscription);
        if (timer != null) timer.cancel();
    }

    private void endSubscription(RealSubscription subscription, CloseReason reason) {
        subscriptions.remove(subscription);
        subscription.endWith(reason, false);
        onEnded.accept(subscription);
    }

    /** How many messages they have taken in. */
    long receivedMessages() {
        config.runtime.loop.assertHere();
        long all = 0;
        for (RealSubscription subscription : subscriptions)
            all += subscription.mailbox().receivedMessages();
        return all;
    }

    /** Whether one of them would go on from a position. */
    boolean anyHasCursor() {
        config.runtime.loop.assertHere();
        return subscriptions.stream().anyMatch(s -> s.mailbox().hasCursor());
    }

    /** Those that have a position go on without it, and are told why. */
    void skipUnreadable(Throwable why) {
        config.runtime.loop.assertHere();
        for (RealSubscription subscription : subscriptions) {
            subscription.mailbox().skipUnreadable(why);
            subscription.scheduleDelivery(false);
        }
    }

    /** The session is over. */
    void endAll(CloseReason reason, boolean discard) {
        config.runtime.loop.assertHere();
        detachAll();
        List<RealSubscription> all = new ArrayList<>(subscriptions);
        subscriptions.clear();
        for (RealSubscription subscription : all) {
            subscription.endWith(reason, discard);
            onEnded.accept(subscription);
        }
    }
}
