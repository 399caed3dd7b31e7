package dev.holdfast.simulation;

import dev.holdfast.CloseReason;
import dev.holdfast.ConnectionState;
import dev.holdfast.internal.client.RealClient;
import dev.holdfast.internal.runtime.EventLoop;
import dev.holdfast.internal.session.Session;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks the attempts of each session: one at a time, none after a final end, each within its backoff delay. */
final class SimAttempts {
    private static final int MOST_LINKS = 4;

    /** The state of one session. */
    private static final class Line {
        SimLink current;
        int failures;
        boolean stable;
        boolean over;
        boolean refused;
        /** Whether the server has rejected the credentials, and no connection has been stable since. */
        boolean expired;

        /** The number of ends in a row that content caused, and the messages received before the last of them. */
        int poisoned;

        long received;
        boolean poisonedNow;

        EventLoop.Timer stableTimer;
        /** The earliest and the latest time of the next attempt. -1 if it may happen at any time. */
        long due = -1;

        long latest;
        long dueSince;
        /** Whether the next attempt has no latest time, because something must request it first. */
        boolean idle;

        long floor;
        /**
         * Bounds of a value that was sent together with the end of the stream. Some values may not be received, so each
         * one between the bounds may apply.
         */
        long lowFloor;

        long highFloor;

        boolean unsure;

        void lasts() {
            stable = true;
            expired = false;
        }
    }

    private final SimWorld world;
    private final Map<Session, Line> lines = new LinkedHashMap<>();
    /** The earliest time of the next attempt to each target, whichever session makes it. */
    private final Map<List<Object>, Long> dues = new HashMap<>();
    /** The number of requests of the application to connect at once that the loop has not processed. */
    private int hurried;

    SimAttempts(SimWorld world) {
        this.world = world;
    }

    /** Handles the end of the client process. */
    void die() {
        lines.clear();
        dues.clear();
        hurried = 0;
    }

    /** Returns whether a link is the current one of its session, and connected. */
    boolean isConnected(SimLink link) {
        Line line = lines.get(link.session);
        return line != null && line.current == link && line.stableTimer != null && !link.link.isOver();
    }

    void attempt(SimLink link) {
        Line line = line(link.session);
        long now = world.clock.nanoTime();
        if (line.current != null && !line.current.link.isOver()) world.fail("two attempts in flight in one session");
        if (line.over) world.fail("an attempt after a final end");
        if (link.client == world.client && world.platform.holds())
            world.fail("an attempt while the platform holds the client");
        if (line.current != null && line.current.link.isOver()) sameTurn(line, now);
        long open = open(link.session);
        if (open > MOST_LINKS) world.fail(open + " links of one session hold a thread");
        if (line.due >= 0 && hurried == 0 && open < MOST_LINKS) punctual(line, now);
        forget(line);
        line.current = link;
        world.events.began(link, line.stable ? 1 : line.failures + 1);
        link.refused = line.refused;
        line.due = -1;
        line.idle = false;
    }

    /** Returns the line of a session. A new one goes on with the back-off that its target is in. */
    private Line line(Session session) {
        Line known = lines.get(session);
        if (known != null) return known;
        Line line = new Line();
        lines.put(session, line);
        line.failures = SimPeek.failures(session);
        line.due = dues.getOrDefault(target(session), -1L);
        line.dueSince = world.clock.nanoTime();
        line.idle = true;
        return line;
    }

    /** Returns the target of a session, which each client has for itself; null if it carries all topics. */
    private static List<Object> target(Session session) {
        String url = SimPeek.url(session);
        return url == null ? null : List.of(SimPeek.client(session), url);
    }

    private long open(Session session) {
        return world.links.stream()
                .filter(l -> l.session == session && !l.left())
                .count();
    }

    /**
     * Handles an attempt that ended in this very turn. Only a connection that failed a liveness check is followed at
     * once.
     */
    private void sameTurn(Line line, long now) {
        double chance = world.drawn();
        if (Double.isNaN(chance)) return; // The client ended it itself.
        forget(line);
        world.heart.over(line.current);
        drawn(line, now, chance);
        if (!world.heart.overdue(line.current)) return;
        line.due = -1;
        dues.remove(target(line.current.session));
    }

    private void punctual(Line line, long now) {
        boolean late = line.idle || world.clock.jumpedSince(line.dueSince);
        boolean good = late ? now >= line.due : now == line.due;
        if (good || (line.unsure && now >= line.due && now <= line.latest)) return;
        world.fail("an attempt came " + (now - line.dueSince) / 1_000_000 + " ms after the last end, and was due after "
                + (line.due - line.dueSince) / 1_000_000 + " ms, with failures " + line.failures);
    }

    /** Called before a link reports its final end. */
    void ending(SimLink link, CloseReason reason) {
        world.clock.execute(() -> {
            if (link.link.isOver()) return;
            Line line = lines.get(link.session);
            if (world.plan.credentials && refreshes(line, link, reason)) {
                line.refused = true;
                return;
            }
            if (world.commands.blamed(link.session, reason)) return;
            line.over = true;
            for (SimSub sub : world.app.subs()) if (world.plan.multiplexed() || sub == link.sub()) sub.mayEnd = true;
        });
    }

    /** Called before a link reports its end, which content may have caused. */
    void unreadable(SimLink link, CloseReason reason) {
        if (!reason.retryable()) return;
        world.clock.execute(() -> {
            Line line = lines.get(link.session);
            if (link.link.isOver() || !isContent(line, reason)) return;
            line.poisonedNow = true;
            if (line.stable) line.poisoned = 0;
            if (link.sub() != null) {
                if (link.sub().counts.received() != line.received) line.poisoned = 0;
                line.received = link.sub().counts.received();
            }
            if (++line.poisoned < world.plan.poison.attempts()) return;
            line.poisoned = 0;
            if (!world.plan.poison.skips()) line.over = true;
            for (SimSub sub : carried(link)) {
                if (world.plan.poison.skips()) sub.skip();
                else sub.mayEnd = true;
            }
        });
    }

    private boolean isContent(Line line, CloseReason reason) {
        if (reason.kind() == CloseReason.Kind.TOO_LARGE) return true;
        boolean broken = reason.kind() == CloseReason.Kind.PROTOCOL;
        return broken
                && line.stableTimer != null
                && carried(line.current).stream().anyMatch(s -> s.position() != null);
    }

    /** Returns the live subscriptions of the session of a link. */
    private List<SimSub> carried(SimLink link) {
        List<SimSub> subs = new ArrayList<>(world.app.subs());
        subs.removeIf(s -> s.over() || s.client != link.client || (!world.plan.multiplexed() && s != link.sub()));
        return subs;
    }

    /** Returns whether new credentials are due: once after a 401, and once after 3000 until a connection is stable. */
    private static boolean refreshes(Line line, SimLink link, CloseReason reason) {
        if (reason.kind() == CloseReason.Kind.HTTP_STATUS) return reason.code() == 401 && !link.refused;
        boolean due = reason.kind() == CloseReason.Kind.WEBSOCKET_CLOSE && reason.code() == 3000 && !line.expired;
        line.expired |= due;
        return due;
    }

    /** Called when the server accepts a connection. */
    void accepted(SimLink link) {
        world.clock.execute(() -> {
            link.knownNanos = world.clock.nanoTime();
            if (!link.link.isOver()) lines.get(link.session).refused = false;
        });
    }

    /**
     * Called when the server sets a delay before each attempt. It applies if the session receives it before the link
     * ends.
     */
    void floor(SimLink link, long millis) {
        world.clock.execute(() -> {
            if (link.link.isOver()) return;
            Line line = lines.get(link.session);
            if (!line.unsure) line.lowFloor = line.highFloor = line.floor;
            line.floor = SimClock.millis(millis);
            line.lowFloor = Math.min(line.lowFloor, line.floor);
            line.highFloor = Math.max(line.highFloor, line.floor);
            line.unsure = true;
        });
        link.behind(() -> lines.get(link.session).unsure = false);
    }

    /** Called when the server sets a delay before the next attempt. */
    void asked(SimLink link, long millis) {
        world.clock.execute(() -> {
            if (!link.link.isOver()) link.askedNanos = SimClock.millis(millis);
        });
    }

    /**
     * Called when the application requests a connection at once, or has none. No backoff applies until the loop has
     * processed it.
     */
    void hurry() {
        hurried++;
        world.clock.execute(() -> {
            hurried--;
            for (Line line : lines.values()) line.due = -1;
            dues.clear();
        });
    }

    /** Checks the sessions after each task of the loop. */
    void look(double chance) {
        for (RealClient client : world.clients) SimPeek.sessions(client).forEach(this::line);
        for (Map.Entry<Session, Line> entry : lines.entrySet()) {
            Line line = entry.getValue();
            CloseReason last = SimPeek.lastReason(entry.getKey());
            if (last != null && last.kind() == CloseReason.Kind.INTERNAL) world.fail("thrown: " + last.cause());
            ConnectionState state = world.clock.onLoop(entry.getKey()::connectionState);
            long now = world.clock.nanoTime();
            if (state == ConnectionState.IDLE) line.idle = true;
            if (line.current == null) continue;
            if (state == ConnectionState.CONNECTED && line.stableTimer == null) {
                // Set right after the session's own timer, so that both agree for any clock.
                line.stableTimer =
                        world.clock.schedule(world.plan.backoff.stableAfter().toNanos(), () -> line.lasts());
                world.commands.connected(line.current);
            }
            if (!line.current.link.isOver()) continue;
            forget(line);
            world.heart.over(line.current);
            if (state == ConnectionState.CONNECTED || state == ConnectionState.CONNECTING) {
                world.fail("link " + line.current.number + " is over, and its session still waits for it");
            }
            if (!Double.isNaN(chance)) drawn(line, now, chance);
            else if (state == ConnectionState.RECONNECTING && hurried == 0 && open(entry.getKey()) < MOST_LINKS) {
                world.fail("a wait begins and nothing was left to chance: all clients come back in step");
            }
            line.current = null;
        }
    }

    private static void forget(Line line) {
        if (line.stableTimer != null) line.stableTimer.cancel();
        line.stableTimer = null;
    }

    private void drawn(Line line, long now, double chance) {
        if (line.stable && !line.poisonedNow) line.poisoned = 0;
        line.poisonedNow = false;
        line.failures = line.stable ? 0 : line.failures + 1;
        line.stable = false;
        long delay = (long) (chance * world.plan.backoff.bound(line.failures).toNanos());
        line.dueSince = now;
        long asked = line.current.askedNanos;
        line.due = now + delay + Math.max(asked, line.unsure ? line.lowFloor : line.floor);
        line.latest = now + delay + Math.max(asked, line.unsure ? line.highFloor : line.floor);
        List<Object> target = target(line.current.session);
        if (target != null) dues.put(target, line.due);
        world.events.waits(line.current, line.due - now, line.latest - now, line.failures + 1);
    }
}
