package dev.holdfast.internal;

import dev.holdfast.CloseReason;
import dev.holdfast.spi.Route;
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

/** The subscriptions of one session, in the order they were made, and how they stand on its link. On the loop. */
final class Roster {
    private final Set<RealSubscription> subscriptions = new LinkedHashSet<>();
    private final Map<RealSubscription, Loop.Timer> retries = new HashMap<>();
    private final Settings settings;
    private final Consumer<RealSubscription> ended;

    /** {@code ended} hears of each subscription that is over for a reason found here. */
    Roster(Settings settings, Consumer<RealSubscription> ended) {
        this.settings = settings;
        this.ended = ended;
    }

    boolean isEmpty() {
        return subscriptions.isEmpty();
    }

    void add(RealSubscription subscription) {
        subscriptions.add(subscription);
    }

    /** Takes one out; answers the route it was on the wire as, null where it was not. */
    @Nullable
    RealRoute remove(RealSubscription subscription) {
        if (!subscriptions.remove(subscription)) return null;
        forget(subscription);
        RealRoute route = subscription.route;
        subscription.route = null;
        return route;
    }

    /** The one subscription of a dedicated session, made ready for a new link; null when it is over. */
    @Nullable
    RealRoute attachOnly() {
        if (subscriptions.isEmpty()) return null;
        RealSubscription only = subscriptions.iterator().next();
        only.route = only.mailbox().attach(only);
        return only.route;
    }

    void subscribeAll(Link link) {
        subscribe(link, subscriptions);
    }

    /** Subscribes one that is there already, if it still is. */
    void subscribe(Link link, RealSubscription subscription) {
        if (subscriptions.contains(subscription)) subscribe(link, Collections.singletonList(subscription));
    }

    private void subscribe(Link link, Collection<RealSubscription> added) {
        List<Route> routes = new ArrayList<>(added.size());
        for (RealSubscription subscription : added) {
            RealRoute route = subscription.mailbox().attach(subscription);
            if (route == null) continue;
            subscription.route = route;
            subscription.carriedBy(link.dialling.name);
            routes.add(route);
        }
        if (!routes.isEmpty()) link.talk(c -> c.subscribe(routes));
    }

    /** The link is gone. */
    void detachAll() {
        retries.values().forEach(Loop.Timer::cancel);
        retries.clear();
        for (RealSubscription subscription : subscriptions) {
            subscription.route = null;
            subscription.mailbox().detach();
        }
    }

    /** A mailbox on a shared link is full: its topic is left on the wire until there is room, or ends. */
    void overflowed(Link link, RealRoute route) {
        RealSubscription subscription = route.subscription;
        if (subscription.route != route) return;
        subscription.route = null;
        link.talk(c -> c.unsubscribe(route));
        boolean waits = subscription.waits();
        if (waits && settings.protocol.resumes() && subscription.mailbox().hasCursor()) return;
        String text = waits
                ? "The listener fell behind, and there is no position to go on from"
                : "The listener fell behind, and was not to";
        end(subscription, CloseReason.fatal(CloseReason.Kind.SLOW_CONSUMER, text));
    }

    /** The server ended one. A reason that can be retried has it subscribed again after a while, or on the next link. */
    void routeEnded(Link link, RealRoute route, CloseReason reason) {
        RealSubscription subscription = route.subscription;
        if (subscription.route != route) return;
        subscription.route = null;
        subscription.mailbox().detach();
        if (reason.retryable()) retry(link, subscription, reason);
        else end(subscription, reason);
    }

    private void retry(Link link, RealSubscription subscription, CloseReason reason) {
        Duration asked = reason.retryAfter();
        long floor = asked == null ? 0 : asked.toNanos();
        // The link is well, so there is no count of failures to go by: the longest step is the polite one.
        long jitter = (long)
                (settings.shared.random.getAsDouble() * settings.backoff.max().toNanos());
        retries.put(subscription, settings.shared.loop.schedule(floor + jitter, () -> {
            retries.remove(subscription);
            subscribe(link, subscription);
        }));
    }

    private void forget(RealSubscription subscription) {
        Loop.Timer timer = retries.remove(subscription);
        if (timer != null) timer.cancel();
    }

    private void end(RealSubscription subscription, CloseReason reason) {
        subscriptions.remove(subscription);
        subscription.end(reason, false);
        ended.accept(subscription);
    }

    /** How many messages they have taken in. */
    long received() {
        long all = 0;
        for (RealSubscription subscription : subscriptions)
            all += subscription.mailbox().received();
        return all;
    }

    /** Whether one of them would go on from a position. */
    boolean hasCursor() {
        return subscriptions.stream().anyMatch(s -> s.mailbox().hasCursor());
    }

    /** Those that have a position go on without it, and are told why. */
    void skip(Throwable why) {
        for (RealSubscription subscription : subscriptions) {
            subscription.mailbox().skip(why);
            subscription.kick(false);
        }
    }

    /** The session is over. */
    void endAll(CloseReason reason, boolean discard) {
        detachAll();
        List<RealSubscription> all = new ArrayList<>(subscriptions);
        subscriptions.clear();
        for (RealSubscription subscription : all) {
            subscription.end(reason, discard);
            ended.accept(subscription);
        }
    }
}
