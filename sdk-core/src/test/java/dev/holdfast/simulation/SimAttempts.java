package dev.holdfast.simulation;

import dev.holdfast.CloseReason;
import dev.holdfast.ConnectionState;
import dev.holdfast.internal.runtime.EventLoop;
import dev.holdfast.internal.session.Session;
import java.util.LinkedHashMap;
import java.util.Map;

/** Watches each session's attempts: one at a time, none after a final end, each when the back-off says. */
final class SimAttempts {
    private static final int MOST_LINKS = 4;

    /** One session's. */
    private static final class Line {
        SimLink current;
        int failures;
        boolean stable;
        boolean over;
        boolean refused;
        /** Whether the server has taken the credentials back, and no connection has lasted since. */
        boolean expired;

        EventLoop.Timer stableTimer;
        /** When the next attempt is due, and the latest it may be; -1 where it may come any time. */
        long due = -1;

        long latest;
        long dueSince;
        /** Not before that, but later: something has to want it. */
        boolean idle;

        long floor;
        /** Said in one breath with the end of the stream some may not be heard: each between these may count. */
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
    /** How often the app has asked for a connection at once, and the loop has not yet heard of it. */
    private int hurried;

    SimAttempts(SimWorld world) {
        this.world = world;
    }

    /** The client's process is gone. */
    void die() {
        lines.clear();
        hurried = 0;
    }

    void attempt(SimLink link) {
        Line line = lines.computeIfAbsent(link.session, s -> new Line());
        long now = world.clock.nanoTime();
        if (line.current != null && !line.current.link.isOver()) world.fail("two attempts in flight in one session");
        if (line.over) world.fail("an attempt after a final end");
        if (world.platform.holds()) world.fail("an attempt while the platform holds the client");
        if (line.current != null && line.current.link.isOver()) sameTurn(line, now);
        long open = open(link.session);
        if (open > MOST_LINKS) world.fail(open + " links of one session hold a thread");
        if (line.due >= 0 && hurried == 0 && open < MOST_LINKS) punctual(line, now);
        forget(line);
        line.current = link;
        link.refused = line.refused;
        line.due = -1;
        line.idle = false;
    }

    private long open(Session session) {
        return world.links.stream()
                .filter(l -> l.session == session && !l.left())
                .count();
    }

    /** The last one ended in this very turn: only who was asked for a sign of life is followed at once. */
    private void sameTurn(Line line, long now) {
        double chance = world.drawn();
        if (Double.isNaN(chance)) return; // it was left of the client's own will
        forget(line);
        world.heart.over(line.current);
        drawn(line, now, chance);
        if (world.heart.overdue(line.current)) line.due = -1;
    }

    private void punctual(Line line, long now) {
        boolean late = line.idle || world.clock.jumpedSince(line.dueSince);
        boolean good = late ? now >= line.due : now == line.due;
        if (good || (line.unsure && now >= line.due && now <= line.latest)) return;
        world.fail("an attempt came " + (now - line.dueSince) / 1_000_000 + " ms after the last end, and was due after "
                + (line.due - line.dueSince) / 1_000_000 + " ms, with failures " + line.failures);
    }

    /** A link is about to say its last word, and it is final. */
    void ending(SimLink link, CloseReason reason) {
        world.clock.execute(() -> {
            if (link.link.isOver()) return;
            Line line = lines.get(link.session);
            if (world.plan.credentials && refreshes(line, link, reason)) {
                line.refused = true;
                return;
            }
            line.over = true;
            for (SimSub sub : world.app.subs()) if (world.plan.multiplexed() || sub == link.sub()) sub.mayEnd = true;
        });
    }

    /** Whether new credentials are due: once after a 401, and once after 3000 until a connection lasts. */
    private static boolean refreshes(Line line, SimLink link, CloseReason reason) {
        if (reason.kind() == CloseReason.Kind.HTTP_STATUS) return reason.code() == 401 && !link.refused;
        boolean due = reason.kind() == CloseReason.Kind.WEBSOCKET_CLOSE && reason.code() == 3000 && !line.expired;
        line.expired |= due;
        return due;
    }

    /** The server has let it in. */
    void accepted(SimLink link) {
        world.clock.execute(() -> {
            link.knownNanos = world.clock.nanoTime();
            if (!link.link.isOver()) lines.get(link.session).refused = false;
        });
    }

    /** The server asked for a wait before each attempt: it counts if the session hears it before the link's end. */
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

    /** The server asked for a wait before the next attempt. */
    void asked(SimLink link, long millis) {
        world.clock.execute(() -> {
            if (!link.link.isOver()) link.askedNanos = SimClock.millis(millis);
        });
    }

    /** The app asks for a connection now, or has none any more: no back-off counts until the loop has heard of it. */
    void hurry() {
        hurried++;
        world.clock.execute(() -> {
            hurried--;
            for (Line line : lines.values()) line.due = -1;
        });
    }

    /** After each task of the loop: what it did to the sessions. */
    void look(double chance) {
        for (Map.Entry<Session, Line> entry : lines.entrySet()) {
            Line line = entry.getValue();
            ConnectionState state = world.clock.onLoop(entry.getKey()::connectionState);
            long now = world.clock.nanoTime();
            if (state == ConnectionState.IDLE) line.idle = true;
            if (line.current == null) continue;
            if (state == ConnectionState.CONNECTED && line.stableTimer == null) {
                // Set just behind the session's own, so that the two agree whatever the clock does.
                line.stableTimer =
                        world.clock.schedule(world.plan.backoff.stableAfter().toNanos(), () -> line.lasts());
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
        line.failures = line.stable ? 0 : line.failures + 1;
        line.stable = false;
        long delay = (long) (chance * world.plan.backoff.bound(line.failures).toNanos());
        line.dueSince = now;
        long asked = line.current.askedNanos;
        line.due = now + delay + Math.max(asked, line.unsure ? line.lowFloor : line.floor);
        line.latest = now + delay + Math.max(asked, line.unsure ? line.highFloor : line.floor);
    }
}
