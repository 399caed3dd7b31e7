package dev.holdfast.internal;

import dev.holdfast.CloseReason;
import dev.holdfast.spi.Route;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The subscriptions of one session, in the order they were made, and how they stand on its link. On the loop. */
final class Roster {
    private final Set<RealSubscription> subscriptions = new LinkedHashSet<>();
    private final boolean resumes;
    private final Consumer<RealSubscription> ended;

    /** {@code ended} hears of each subscription that is over for a reason found here. */
    Roster(boolean resumes, Consumer<RealSubscription> ended) {
        this.resumes = resumes;
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
            routes.add(route);
        }
        if (!routes.isEmpty()) link.talk(c -> c.subscribe(routes));
    }

    /** The link is gone. */
    void detachAll() {
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
        if (resumes && subscription.mailbox().hasCursor()) return;
        String text = "The listener fell behind, and there is no position to go on from";
        end(subscription, CloseReason.fatal(CloseReason.Kind.SLOW_CONSUMER, text));
    }

    /** The server ended one. A reason that can be retried leaves it to the next link. */
    void routeEnded(RealRoute route, CloseReason reason) {
        RealSubscription subscription = route.subscription;
        if (subscription.route != route) return;
        subscription.route = null;
        subscription.mailbox().detach();
        if (!reason.retryable()) end(subscription, reason);
    }

    private void end(RealSubscription subscription, CloseReason reason) {
        subscriptions.remove(subscription);
        subscription.end(reason, false);
        ended.accept(subscription);
    }

    /** The session is over. */
    void endAll(CloseReason reason, boolean discard) {
        List<RealSubscription> all = new ArrayList<>(subscriptions);
        subscriptions.clear();
        for (RealSubscription subscription : all) {
            subscription.end(reason, discard);
            ended.accept(subscription);
        }
    }
}
