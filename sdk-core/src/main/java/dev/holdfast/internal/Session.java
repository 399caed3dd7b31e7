package dev.holdfast.internal;

import dev.holdfast.CloseReason;
import dev.holdfast.ConnectionState;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What survives reconnects to one target: the phase, the back-off, the subscriptions. Confined to the loop. Links report
 * to it, and whatever a link says that is not the current one is ignored at these doors.
 */
final class Session implements LinkOwner, SubscriptionCarrier {
    private static final CloseReason NOTHING =
            CloseReason.retryable(CloseReason.Kind.IDLE, "Nothing is subscribed any more");

    private final Settings settings;
    private final Loop loop;
    private final SessionOwner owner;
    private final boolean dedicated;
    private final Roster roster;
    private final Commands commands;
    private final RetryPlan plan;
    private final Attempts attempts;
    private final Report report;
    private final Linger linger;
    private final PoisonGuard poison;
    private final PhaseKeeper phase;

    private volatile @Nullable Link link;
    private long notBefore;

    Session(Settings settings, SessionOwner owner, @Nullable String topic) {
        this.settings = settings;
        this.loop = settings.shared.loop;
        this.owner = owner;
        this.dedicated = topic != null;
        this.attempts = settings.shared.names.next(settings.attempts);
        this.roster = new Roster(settings, owner::ended);
        this.poison = new PoisonGuard(settings.unreadable, roster, !dedicated);
        this.commands = new Commands(settings, () -> loop.execute(this::rest));
        this.phase = new PhaseKeeper(loop, settings.shared.budget, this::changed);
        this.linger = new Linger(loop);
        this.notBefore = loop.nanoTime();
        this.plan = new RetryPlan(settings.backoff, settings.shared.random, settings.credentials != null);
        this.report = new Report(attempts, plan, topic);
    }

    void add(RealSubscription subscription) {
        roster.add(subscription);
        subscription.carrier = this;
        roomFor(subscription);
        wake();
    }

    @Override
    public void remove(RealSubscription subscription) {
        RealRoute route = roster.remove(subscription);
        if (link != null && route != null && !dedicated) link.talk(c -> c.unsubscribe(route));
        rest();
        owner.mayBeOver(this);
    }

    /** A publish or request is to be sent. */
    void command(Consumer<Commands> addition) {
        addition.accept(commands);
        if (phase.is(Phase.CONNECTED) && link != null) commands.flush(link);
        wake();
    }

    /** Makes no attempt from here on, for this reason; null to make them again, the next one at once. */
    void hold(@Nullable CloseReason why) {
        report.held = why;
        if (why == null) notBefore = loop.nanoTime();
        else toIdle(why);
        wake();
    }

    /** Dials now: a back-off is cut short, a connection is replaced. An attempt under way goes on. */
    void reconnectNow() {
        if (phase.is(Phase.CONNECTED)) {
            drop(CloseReason.retryable(CloseReason.Kind.IDLE, "The app asked for a new connection"));
            phase.enter(Phase.WAITING, 0);
        }
        tryNow();
    }

    /** A back-off is cut short. */
    void tryNow() {
        if (phase.is(Phase.WAITING)) connect();
    }

    /** Has the connection show that it is alive, an attempt that it succeeds; if not within so long, dials another now. */
    void check(long withinNanos) {
        Link asked = link;
        if (asked == null) tryNow();
        else if (phase.is(Phase.CONNECTED)) Proof.ask(loop, asked, withinNanos, this);
        else phase.within(withinNanos, () -> Proof.overdue(asked, withinNanos, this));
    }

    void close(CloseReason reason) {
        if (phase.is(Phase.CLOSED)) return;
        drop(reason);
        shut(reason, true);
    }

    @Override
    public void opened(Link from) {
        if (from != link || !phase.is(Phase.CONNECTING)) return;
        plan.accepted();
        from.watch(HeartbeatMonitor.of(settings, from));
        phase.enter(Phase.HANDSHAKING);
        phase.after(
                settings.limits.attemptTimeout().toNanos(),
                () -> ended(from, from.overdue("The protocol's handshake")));
    }

    @Override
    public void ready(Link from) {
        if (from != link || !phase.is(Phase.HANDSHAKING)) return;
        phase.enter(Phase.CONNECTED);
        phase.after(settings.backoff.stableAfter().toNanos(), plan::stable);
        if (!dedicated) roster.subscribeAll(from);
        commands.flush(from);
        rest();
    }

    @Override
    public void ended(Link from, CloseReason why) {
        if (from != link) return;
        CloseReason reason = poison.judge(why, phase.is(Phase.CONNECTED), plan.isStable());
        link = null;
        from.end(reason);
        afterLink(reason);
        if (plan.goesOn(reason)) back(reason);
        else shut(reason, false);
    }

    @Override
    public void retry(Link from, long millis) {
        if (from == link) plan.serverFloor(millis);
    }

    @Override
    public void heartbeat(Link from, Duration announced) {
        if (from == link) from.heartbeat(HeartbeatMonitor.announced(settings, announced));
    }

    @Override
    public void overflowed(Link from, RealRoute route) {
        if (from != link) return;
        roster.overflowed(from, route);
        rest();
    }

    /** One that is not on the wire may be put there. */
    @Override
    public void roomFor(RealSubscription subscription) {
        if (dedicated) wake(); // its link was replaced before it was heard that there was no room
        else if (phase.is(Phase.CONNECTED) && link != null) roster.subscribe(link, subscription);
    }

    @Override
    public void routeEnded(Link from, RealRoute route, CloseReason reason) {
        if (from != link) return;
        if (dedicated && reason.retryable()) ended(from, reason);
        else roster.routeEnded(from, route, reason);
        rest();
    }

    @Override
    public void linkGone(Link from) {
        attempts.gone();
        if (phase.is(Phase.WAITING) && notBefore - loop.nanoTime() < 0) connect(); // it waited for just this
        owner.mayBeOver(this);
    }

    @Override
    public void receipt(Link from, long command, @Nullable String id) {
        answered(from, c -> c.receipt(command, id));
    }

    @Override
    public void reply(Link from, long command, String payload) {
        answered(from, c -> c.reply(command, payload));
    }

    @Override
    public void refused(Link from, long command, CloseReason reason) {
        answered(from, c -> c.refused(command, reason));
    }

    @Override
    public void roomToSend(Link from) {
        answered(from, c -> {});
    }

    /** A word about a publish or request. */
    void answered(Link from, Consumer<Commands> word) {
        if (from != link) return;
        word.accept(commands);
        commands.flush(from);
        rest();
    }

    private boolean wanted() {
        return report.held == null && !isUnused();
    }

    private boolean isUnused() {
        return roster.isEmpty() && commands.isEmpty();
    }

    private void wake() {
        // An app has nothing else to show of what was never tried.
        if (phase.is(Phase.IDLE) && !isUnused() && report.holdIsNews()) changed(state(), PhaseKeeper.NO_DELAY);
        if (!wanted()) return;
        linger.stop();
        long early = notBefore - loop.nanoTime();
        if (phase.is(Phase.IDLE) && early > 0) await(early);
        else if (phase.is(Phase.IDLE)) connect();
    }

    /** Nothing may be wanted any more. */
    private void rest() {
        if (wanted() || phase.is(Phase.IDLE) || phase.is(Phase.CLOSED)) return;
        if (dedicated || !phase.is(Phase.CONNECTED)) toIdle(NOTHING);
        else linger.begin(this::wanted, () -> toIdle(NOTHING));
    }

    private void toIdle(CloseReason reason) {
        if (phase.is(Phase.IDLE) || phase.is(Phase.CLOSED)) return;
        drop(reason);
        phase.enter(Phase.IDLE);
    }

    private void connect() {
        if (!wanted()) toIdle(NOTHING);
        else if (phase.mayAttempt(this::connect)) dial();
    }

    private void dial() {
        if (attempts.crowded()) {
            await(settings.backoff.max().toNanos());
            return;
        }
        Link next = null;
        try {
            RealRoute own = dedicated ? roster.attachOnly() : null;
            if (dedicated && own == null) { // it is over, and about to be removed
                toIdle(NOTHING);
                return;
            }
            next = new Link(this, settings, own, plan.refused(), attempts.next());
            link = next;
            attempts.begun();
            phase.enter(Phase.CONNECTING);
            Link started = next;
            phase.after(
                    settings.limits.attemptTimeout().toNanos(), () -> ended(started, started.overdue("The attempt")));
            next.start();
        } catch (Exception | LinkageError | OutOfMemoryError e) { // an extension's fault, or no thread to be had
            CloseReason reason = Failures.reason(e);
            if (next == null) {
                phase.enter(Phase.CONNECTING);
                if (reason.retryable()) back(reason);
                else shut(reason, false);
            } else next.leave(reason);
        }
    }

    private void back(CloseReason reason) {
        report.lastReason = reason;
        long delay = plan.delayNanos(reason);
        // Kept while nothing is wanted: an app that comes and goes must not get round the back-off.
        notBefore = loop.nanoTime() + delay;
        if (wanted()) await(delay);
        else phase.enter(Phase.IDLE);
    }

    private void await(long delay) {
        phase.enter(Phase.WAITING, delay);
        phase.after(delay, this::connect);
    }

    /** Leaves the current link, of our own will. */
    private void drop(CloseReason reason) {
        Link dropped = link;
        if (dropped == null) return;
        link = null;
        dropped.close(Link.NORMAL_CLOSURE, "");
        afterLink(reason);
    }

    private void afterLink(CloseReason reason) {
        report.lastReason = reason;
        roster.detachAll();
        commands.linkEnded(reason);
    }

    private void shut(CloseReason reason, boolean discard) {
        report.lastReason = reason;
        linger.stop();
        phase.enter(Phase.CLOSED);
        roster.endAll(reason, discard);
        commands.end(reason);
    }

    private void changed(ConnectionState previous, long delayNanos) {
        owner.changed(report.event(previous, state(), delayNanos));
    }

    ConnectionState state() {
        return phase.state();
    }

    /** For diagnostics, from any thread. */
    String view() {
        return report.view(phase.now(), link);
    }

    /** Whether nothing of it is left: no phase to come, no link that still holds something. */
    boolean isOver() {
        return attempts.none() && (phase.is(Phase.CLOSED) || (phase.is(Phase.IDLE) && isUnused()));
    }
}
