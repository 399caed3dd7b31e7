package dev.holdfast.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.Message;
import dev.holdfast.Overflow;
import dev.holdfast.SubscriptionState;
import dev.holdfast.SubscriptionStats;
import dev.holdfast.internal.client.RealClient;
import dev.holdfast.internal.session.Session;
import java.util.concurrent.RejectedExecutionException;

/** The invariants of every schedule. Each violation is reported in one sentence. */
final class SimOracle {
    private final SimWorld world;

    SimOracle(SimWorld world) {
        this.world = world;
    }

    /** Called when a subscription reaches the server, to resume after this message. */
    void asked(SimSub sub, String cursor) {
        if (sub.unsubscribed || sub.handle.state() == SubscriptionState.ENDED) return;
        SimTopic.Post taken = world.plan.ids() ? sub.taken() : null;
        String last = world.plan.ids() ? sub.position() : null;
        if (!world.plan.leaves() || !world.plan.ids()) {
            if (last == null ? cursor != null : !last.equals(cursor)) {
                world.fail(sub + " was asked for from " + cursor + " though the last that came was " + last);
            }
            return;
        }
        // With topics left on the wire or keys pending, the last messages may not be queued.
        SimTopic.Post known = cursor == null ? null : sub.topic.find(cursor);
        int from = known == null ? 0 : known.number();
        if (from < sub.last && !world.plan.sameIds) {
            world.fail(sub + " was asked for from " + cursor + " though it was told of message " + sub.last);
        }
        if (from > (taken == null ? 0 : taken.number()) && !world.plan.sameIds) {
            world.fail(sub + " was asked for from " + cursor + " though the last that came was " + last);
        }
    }

    void subscribed(SimSub sub, Continuity continuity) {
        // Of several without a message in between, only the last is reported, but a gap is never hidden.
        SimAttach expected = sub.expected.poll();
        while (expected != null
                && expected.told != continuity
                && (expected.told != Continuity.GAP || (sub.told == Continuity.GAP && !sub.heard))) {
            expected = sub.expected.poll();
        }
        if (expected == null || expected.told != continuity) {
            world.fail(sub + " was told " + continuity + " where the server said "
                    + (expected == null ? "nothing" : expected.told));
        }
        sub.told = continuity;
        sub.heard = false;
    }

    /** Returns the number of the message, or 0 if it is not one. */
    int message(SimSub sub, Message<Object> message) {
        String text = message.text();
        boolean checked = world.plan.binary || !world.plan.extensions.isEmpty();
        if (!text.equals(message.data()) || (checked && !text.equals(new String(message.bytes(), UTF_8)))) {
            world.fail(sub + " was given a message whose data is not its text: " + message.data());
        }
        int number = content(sub, text);
        if (number > 0 && world.plan.ids() && !sub.topic.post(number).id().equals(message.id())) {
            world.fail(sub + " was given message " + number + " with the id " + message.id());
        }
        if (world.plan.decodes && !SimDecoder.isDecodable(number)) {
            world.fail(sub + " was given message " + number + ", which cannot be decoded");
        }
        return number;
    }

    /** Returns the number of the message with this text, or 0 if it is not one. */
    int content(SimSub sub, String payload) {
        String text = payload;
        if (world.plan.json && text.length() > 1) text = text.substring(1, text.length() - 1);
        String[] parts = text.split("\\|", 3);
        if (parts.length < 3 || !parts[0].matches("[0-9]+") || !parts[1].matches("[0-9]+")) {
            world.fail(sub + " was given a message that nobody sent: " + text);
            return 0;
        }
        int number = Integer.parseInt(parts[0]);
        SimAttach attach = world.server.attach(Integer.parseInt(parts[1]));
        if (attach == null || !text.equals(SimTopic.text(number, attach.number))) {
            world.fail(sub + " was given a garbled message: " + text);
            return 0;
        }
        if (attach.sub != sub) {
            world.fail(sub + " was given a message of " + attach.sub);
            return 0;
        }
        order(sub, attach, number);
        return number;
    }

    private void order(SimSub sub, SimAttach attach, int number) {
        if (sub.told == null) world.fail(sub + " was given message " + number + " before it was told of the subscribe");
        if (attach.number < sub.lastAttach) {
            world.fail(sub + " was given message " + number + " of an older connection after one of a newer");
        }
        if (number <= sub.last) {
            world.fail(sub + " was given message " + number + " after " + sub.last + ": twice, or out of order");
        }
        boolean first = attach.number != sub.lastAttach;
        while (!sub.expected.isEmpty() && sub.expected.peek().number <= attach.number) {
            if (sub.heard) world.fail(sub + " was never told " + sub.expected.peek().told);
            sub.expected.remove();
        }
        sub.heard = true;
        sub.comments.reached(attach.number, number);
        int next = sub.topic.seenFrom(first ? Math.max(attach.start, sub.last + 1) : sub.last + 1);
        if (number > next && !world.plan.sheds()) {
            world.fail(sub + " was given message " + number + " where " + next
                    + " was next: lost, though the server had it");
        }
        if (first && attach.told != sub.told) {
            world.fail(sub + " was told " + sub.told + " where the server said " + attach.told);
        }
        int before = sub.chain.handed(number, sub.life);
        if (sub.exact && before == sub.life - 1) {
            world.fail(sub + " was given message " + number + ", which it was done with in the life before");
        }
        for (int n = next; n < number; n++) {
            if (sub.topic.post(n).silent()) continue;
            sub.missing++;
            sub.pressure.skipped(n, sub.taken().number());
        }
        sub.last = number;
        sub.lastAttach = attach.number;
    }

    void ended(SimSub sub, CloseReason reason) {
        sub.ended = reason;
        long shed = sub.handle.stats().dropped();
        if (shed != sub.toldDropped) world.fail(sub + " ended before it was told of " + shed + " drops");
        if (world.closed()) return;
        if (reason.cause() instanceof RejectedExecutionException) world.executor.ended(sub);
        else if (reason.kind() == CloseReason.Kind.SLOW_CONSUMER && world.plan.kind == Overflow.Kind.FAIL)
            sub.pressure.slow();
        else if (!sub.mayEnd) world.fail(sub + " ended without a cause: " + reason);
    }

    // ---- when all has come to rest

    /** Checks that all accepted messages are delivered, without any new event. */
    void handedOut() {
        for (SimSub sub : world.app.subs()) {
            long queued = sub.handle.stats().queued();
            if (!sub.over() && queued > 0 && !sub.pressure.awaitsAcknowledgement())
                world.fail(sub + " has " + queued + " messages that nobody hands out");
        }
    }

    /** Returns whether every live subscription has caught up with its feed. */
    boolean caughtUp() {
        for (SimSub sub : world.app.subs()) {
            if (sub.over()) continue;
            if (sub.handle.state() != SubscriptionState.SUBSCRIBED || behind(sub)) return false;
        }
        return true;
    }

    private boolean behind(SimSub sub) {
        if (!sub.handle.isQuiet()) return true;
        int newest = sub.topic.lastSeen();
        if (newest < sub.runStart() && sub.taken().number() >= newest)
            return false; // It is older than the subscription.
        if (!world.plan.sheds()) return sub.last < newest;
        // Messages dropped by the policy are received but not delivered.
        boolean fed = sub.pressure.keepsNewest()
                ? sub.chain.wasHanded(newest)
                : sub.taken() != null && sub.taken().number() >= newest;
        return !fed && sub.chain.owes(newest) && !sub.chain.gone(newest);
    }

    void notCaughtUp() {
        for (SimSub sub : world.app.subs()) {
            if (sub.over()) continue;
            if (sub.handle.state() != SubscriptionState.SUBSCRIBED) {
                world.fail(sub + " is " + sub.handle.state() + " long after the network and the server recovered");
            } else if (behind(sub)) {
                world.fail(sub + " was last given message " + sub.last + " of " + sub.topic.last()
                        + ", long after the network and the server recovered");
            }
        }
        world.fail("nothing comes to rest");
    }

    void atRest() {
        world.server.atRest();
        for (SimSub sub : world.app.subs()) {
            if (sub.over()) continue;
            sub.pressure.atRest();
            SubscriptionStats stats = sub.handle.stats();
            for (SimAttach attach : sub.expected) {
                if (attach.told != sub.told) world.fail(sub + " was never told " + attach.told);
            }
            sub.comments.atRest();
            sub.counts.atRest(stats);
            sub.counts.look();
            long shed = stats.dropped();
            if (shed != sub.toldDropped) world.fail(sub + " was told of " + sub.toldDropped + " drops of " + shed);
            if (sub.missing > shed) world.fail(sub + " misses " + sub.missing + " messages, but shed only " + shed);
            if (stats.received() != stats.handled() + shed) world.fail(sub + " does not add up: " + stats);
            SimTopic.Post taken = sub.taken();
            String cursor = taken == null || !world.plan.ids() ? null : taken.cursor();
            String real = sub.handle.cursor();
            if (sub.skips > 0 && sub.skipsTold == 0) world.fail(sub + " was not told what it could not read");
            sub.progress.look();
            if (world.plan.keeps) world.store.atRest(sub);
            if (!world.plan.sheds() && (cursor == null ? real != null : !cursor.equals(real))) {
                world.fail(sub + " has the cursor " + real + " though the last that came was " + cursor);
            }
        }
        for (RealClient client : world.clients) SimCounts.look(world, client);
        world.events.look();
    }

    /** Checks the state some time after close(). */
    void nothingLeft() {
        if (world.clock.left() > 0) world.fail(world.clock.left() + " timers or tasks are left after close()");
        for (SimLink link : world.links) {
            if (!link.left()) world.fail("link " + link.number + " was never left after close()");
            else if (link.held()) {
                world.fail("the connection of link " + link.number + " is left after close()");
            }
        }
        for (SimSub sub : world.app.all()) {
            if (sub.isDead()) continue;
            sub.progress.look();
            sub.counts.look();
            if (world.plan.keeps) world.store.atRest(sub);
            if (!sub.unsubscribed && sub.ended == null) world.fail(sub + " was never told of its end");
            Session session = (Session) sub.handle.carrier;
            if (session != null && !world.clock.onLoop(session::isDone)) world.fail(sub + " still has a session");
        }
        for (RealClient client : world.clients) SimCounts.look(world, client);
        world.events.look();
        if (world.dialersClosed != world.clients.size()) {
            world.fail(world.dialersClosed + " of " + world.clients.size() + " dialers were closed");
        }
        world.commands.nothingLeft();
    }
}
