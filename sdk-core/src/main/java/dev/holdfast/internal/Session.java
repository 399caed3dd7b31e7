package dev.holdfast.internal;

import dev.holdfast.CloseReason;
import dev.holdfast.ConnectionEvent;
import dev.holdfast.ConnectionState;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What survives reconnects to one target: the phase, the back-off, the subscriptions. Confined to the loop. Links report
 * to it, and whatever a link says that is not the current one is ignored at these doors.
 */
final class Session {
    /** A shared connection that nothing uses is kept for a while, since the next screen may want it. */
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** Normal closure (RFC 6455 section 7.4.1). */
    private static final int GOODBYE = 1000;

    private final Settings settings;
    private final Loop loop;
    private final SessionOwner owner;
    private final @Nullable String topic;
    private final boolean dedicated;
    private final Roster roster;
    private final Commands commands;
    private final RetryPlan plan;
    private final long attemptNanos;

    // Volatile for diagnostics; only the loop writes.
    private volatile Phase phase = Phase.IDLE;
    private volatile @Nullable Link link;
    private Loop.@Nullable Timer timer;
    private Loop.@Nullable Timer linger;
    private volatile @Nullable CloseReason lastReason;
    private boolean again;
    private boolean paused;
    private int links;

    Session(Settings settings, SessionOwner owner, @Nullable String topic) {
        this.settings = settings;
        this.loop = settings.shared.loop;
        this.owner = owner;
        this.topic = topic;
        this.dedicated = topic != null;
        this.roster = new Roster(settings.protocol.resumes(), owner::ended);
        this.commands = new Commands(loop, settings.shared.workers, settings.limits, () -> loop.execute(this::rest));
        this.attemptNanos = settings.limits.attemptTimeout().toNanos();
        this.plan = new RetryPlan(settings.backoff, settings.shared.random);
    }

    // ---- what the client wants

    void add(RealSubscription subscription) {
        roster.add(subscription);
        subscription.session = this;
        roomFor(subscription);
        wake();
    }

    void remove(RealSubscription subscription) {
        RealRoute route = roster.remove(subscription);
        if (link != null && route != null && !dedicated) link.talk(c -> c.unsubscribe(route));
        rest();
    }

    /** A publish or request is to be sent. */
    void command(Consumer<Commands> addition) {
        addition.accept(commands);
        if (phase == Phase.CONNECTED && link != null) commands.flush(link);
        wake();
    }

    void pause() {
        paused = true;
        toIdle(CloseReason.retryable(CloseReason.Kind.IDLE, "The client was paused"));
    }

    void resume() {
        paused = false;
        wake();
    }

    /** Dials now: a back-off is cut short, a connection is replaced. An attempt under way goes on. */
    void reconnectNow() {
        if (phase == Phase.CONNECTED) {
            drop(CloseReason.retryable(CloseReason.Kind.IDLE, "The app asked for a new connection"));
            enter(Phase.WAITING, 0);
            connect();
        } else if (phase == Phase.WAITING) connect();
    }

    void close(CloseReason reason) {
        if (phase == Phase.CLOSED) return;
        drop(reason);
        shut(reason, true);
    }

    // ---- what a link reports

    void opened(Link from) {
        if (from != link || phase != Phase.CONNECTING) return;
        from.watch(Heartbeats.monitor(settings, from));
        enter(Phase.HANDSHAKING, -1);
        timer = loop.schedule(attemptNanos, () -> overdue(from, "The protocol's handshake"));
    }

    void ready(Link from) {
        if (from != link || phase != Phase.HANDSHAKING) return;
        enter(Phase.CONNECTED, -1);
        timer = loop.schedule(settings.backoff.stableAfter().toNanos(), plan::stable);
        if (!dedicated) roster.subscribeAll(from);
        commands.flush(from);
        rest();
    }

    void ended(Link from, CloseReason reason) {
        if (from != link) return;
        link = null;
        from.end(reason);
        afterLink(reason);
        if (!reason.retryable()) shut(reason, false);
        else if (!wanted()) enter(Phase.IDLE, -1);
        else back(reason);
    }

    void dead(Link from, long silentNanos) {
        long millis = TimeUnit.NANOSECONDS.toMillis(silentNanos);
        ended(from, CloseReason.retryable(CloseReason.Kind.HEARTBEAT, "Nothing was heard for " + millis + " ms"));
    }

    void retry(Link from, long millis) {
        if (from == link) plan.serverFloor(millis);
    }

    void heartbeat(Link from, Duration announced) {
        if (from == link) from.heartbeat(Heartbeats.announced(settings, announced));
    }

    void overflowed(Link from, RealRoute route) {
        if (from != link) return;
        roster.overflowed(from, route);
        rest();
    }

    /** One that is not on the wire may be put there. */
    void roomFor(RealSubscription subscription) {
        if (phase == Phase.CONNECTED && link != null && !dedicated) roster.subscribe(link, subscription);
    }

    void routeEnded(Link from, RealRoute route, CloseReason reason) {
        if (from != link) return;
        roster.routeEnded(route, reason);
        rest();
    }

    void linkGone(Link from) {
        links--;
        owner.linkGone(this);
    }

    /** A word about a publish or request. */
    void answered(Link from, Consumer<Commands> word) {
        if (from != link) return;
        word.accept(commands);
        commands.flush(from);
        rest();
    }

    // ---- from phase to phase

    private boolean wanted() {
        return !paused && !(roster.isEmpty() && commands.isEmpty());
    }

    private void wake() {
        if (!wanted()) return;
        if (linger != null) linger.cancel();
        linger = null;
        if (phase == Phase.IDLE) connect();
    }

    /** Nothing may be wanted any more. */
    private void rest() {
        if (wanted() || phase == Phase.IDLE || phase == Phase.CLOSED) return;
        CloseReason reason = nothing();
        if (dedicated || phase != Phase.CONNECTED) toIdle(reason);
        else if (linger == null) {
            linger = loop.schedule(LINGER_NANOS, () -> {
                linger = null;
                if (!wanted()) toIdle(reason);
            });
        }
    }

    private static CloseReason nothing() {
        return CloseReason.retryable(CloseReason.Kind.IDLE, "Nothing is subscribed any more");
    }

    private void toIdle(CloseReason reason) {
        if (phase == Phase.IDLE || phase == Phase.CLOSED) return;
        drop(reason);
        enter(Phase.IDLE, -1);
    }

    private void connect() {
        Link next = null;
        try {
            RealRoute own = dedicated ? roster.attachOnly() : null;
            if (dedicated && own == null) { // it is over, and about to be removed
                toIdle(nothing());
                return;
            }
            next = new Link(this, settings, own);
            link = next;
            links++;
            enter(Phase.CONNECTING, -1);
            Link started = next;
            timer = loop.schedule(attemptNanos, () -> overdue(started, "The attempt"));
            next.start();
        } catch (Exception | LinkageError | OutOfMemoryError e) { // an extension's fault, or no thread to be had
            CloseReason reason = Failures.reason(e);
            if (next == null) {
                enter(Phase.CONNECTING, -1);
                if (reason.retryable()) back(reason);
                else shut(reason, false);
            } else next.leave(reason);
        }
    }

    private void overdue(Link late, String what) {
        String text =
                what + " took longer than " + settings.limits.attemptTimeout().toMillis() + " ms";
        ended(late, CloseReason.retryable(CloseReason.Kind.TIMEOUT, text));
    }

    private void back(CloseReason reason) {
        lastReason = reason;
        long delay = plan.delayNanos(reason);
        enter(Phase.WAITING, delay);
        timer = loop.schedule(delay, this::connect);
    }

    /** Leaves the current link, of our own will. */
    private void drop(CloseReason reason) {
        Link dropped = link;
        if (dropped == null) return;
        link = null;
        dropped.close(GOODBYE, "");
        afterLink(reason);
    }

    private void afterLink(CloseReason reason) {
        lastReason = reason;
        roster.detachAll();
        commands.linkEnded(reason);
    }

    private void shut(CloseReason reason, boolean discard) {
        lastReason = reason;
        if (linger != null) linger.cancel();
        enter(Phase.CLOSED, -1);
        roster.endAll(reason, discard);
        commands.end(reason);
    }

    /** The only writer of the phase. The timer of the phase before is gone after it. */
    private void enter(Phase next, long delayNanos) {
        if (!next.mayFollow(phase)) throw new IllegalStateException(phase + " -> " + next);
        if (timer != null) timer.cancel();
        timer = null;
        ConnectionState previous = state();
        phase = next;
        again = next == Phase.WAITING || (again && next != Phase.IDLE);
        if (previous != state() || next == Phase.CONNECTING || next == Phase.WAITING) {
            Duration delay = delayNanos < 0 ? null : Duration.ofNanos(delayNanos);
            owner.changed(new ConnectionEvent(previous, state(), topic, plan.attempt(), delay, lastReason));
        }
    }

    // ---- what others read, on the loop

    ConnectionState state() {
        return phase.state(again);
    }

    /** For diagnostics, from any thread. */
    String view() {
        Link now = link;
        return phase + (topic == null ? "" : " [" + topic + "]") + ", attempt " + plan.attempt()
                + (now == null ? "" : now.view()) + (lastReason == null ? "" : ", last end " + lastReason);
    }

    /** Whether nothing of it is left: no phase to come, no link that still holds something. */
    boolean isOver() {
        boolean unused = phase == Phase.IDLE && roster.isEmpty() && commands.isEmpty();
        return links == 0 && (phase == Phase.CLOSED || unused);
    }
}
