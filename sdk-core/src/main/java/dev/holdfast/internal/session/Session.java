package dev.holdfast.internal.session;

import dev.holdfast.CloseReason;
import dev.holdfast.ConnectionState;
import dev.holdfast.internal.delivery.RealSubscription;
import dev.holdfast.internal.delivery.RealWireSubscription;
import dev.holdfast.internal.delivery.SubscriptionCarrier;
import dev.holdfast.internal.link.HeartbeatMonitor;
import dev.holdfast.internal.link.Link;
import dev.holdfast.internal.link.LinkFactory;
import dev.holdfast.internal.link.LinkOwner;
import dev.holdfast.internal.runtime.AnyThread;
import dev.holdfast.internal.runtime.AttemptNames;
import dev.holdfast.internal.runtime.ClientConfig;
import dev.holdfast.internal.runtime.CloseReasons;
import dev.holdfast.internal.runtime.OnLoop;
import dev.holdfast.internal.runtime.SharedRuntime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The state of one target that survives reconnects: phase, back-off, subscriptions, pending commands. Links report to
 * it through {@link LinkOwner}. Each of these methods ignores a link that is not the current one.
 */
@OnLoop
public final class Session implements LinkOwner, SubscriptionCarrier<RealSubscription> {
    private static final CloseReason NOTHING_SUBSCRIBED =
            CloseReason.retryable(CloseReason.Kind.IDLE, "Nothing is subscribed");

    private final ClientConfig config;
    private final LinkFactory links;
    /** Runs the tasks about this session. If one throws, the session makes another attempt or ends. */
    public final @AnyThread SessionLoop loop;

    private final SessionOwner owner;
    /** True if the session carries one subscription only. */
    final boolean dedicated;

    private final SessionSubscriptions subscriptions;
    private final PendingCommands commands;
    private final ReconnectSchedule schedule;
    private final AttemptNames attempts;
    private final @AnyThread SessionStatus status;
    private final IdleTimer idleTimer;
    private final PoisonMessageDetector poisonDetector;
    private final @AnyThread PhaseMachine phase;

    private volatile @AnyThread @Nullable Link link;

    /**
     * Makes a session without a connection.
     *
     * @param clientAttempts counts the attempts of the whole client
     * @param topic the topic whose own connection this is; null for the connection that carries all topics
     * @param schedule the schedule of the attempts
     */
    public Session(
            ClientConfig config,
            SharedRuntime runtime,
            LinkFactory links,
            AtomicLong clientAttempts,
            SessionOwner owner,
            @Nullable String topic,
            ReconnectSchedule schedule) {
        this.config = config;
        this.links = links;
        this.loop = new SessionLoop(runtime.loop, this);
        this.owner = owner;
        this.dedicated = topic != null;
        this.attempts = runtime.attemptNames.nextConnection(clientAttempts);
        this.subscriptions = new SessionSubscriptions(this, config, runtime.random, owner::subscriptionEnded);
        this.poisonDetector = new PoisonMessageDetector(config.poisonPolicy, subscriptions, !dedicated);
        this.commands = new PendingCommands(
                loop,
                runtime.workers,
                config.limits.replyTimeout(),
                config.publishGuarantee,
                () -> loop.execute(this::idleIfUnused));
        this.phase = new PhaseMachine(this, runtime.connectLimiter);
        this.idleTimer = new IdleTimer(loop);
        this.schedule = schedule;
        this.status = new SessionStatus(attempts, schedule, topic);
        status.lastReason = schedule.lastReason;
    }

    /** Adds a subscription. Subscribes it on a ready link, or connects unless the session is paused. */
    public void addSubscription(RealSubscription subscription) {
        loop.assertHere();
        subscriptions.add(subscription);
        subscription.carrier = this;
        mailboxHasSpace(subscription);
        connectIfWanted();
    }

    @Override
    public void removeSubscription(RealSubscription subscription) {
        loop.assertHere();
        try {
            RealWireSubscription wire = subscriptions.remove(subscription);
            if (link != null && wire != null && !dedicated) link.unsubscribe(wire);
            idleIfUnused();
            owner.sessionMayBeDone(this);
        } catch (Throwable t) {
            loop.taskFailed(t);
        }
    }

    /** Adds a publish or call. Sends it on a ready connection, otherwise connects. */
    public void submitCommand(Consumer<PendingCommands> addition) {
        loop.assertHere();
        addition.accept(commands);
        if (phase.isIn(Phase.CONNECTED) && link != null) commands.sendUnsent(link);
        connectIfWanted();
    }

    /** Pauses the session for a reason and closes its link. Null resumes it; the next attempt starts immediately. */
    public void setPauseReason(@Nullable CloseReason why) {
        loop.assertHere();
        if (why == null && status.pauseReason != null) schedule.retryNotBeforeNanos = loop.nanoTime();
        status.pauseReason = why;
        if (why != null) becomeIdle(why);
        connectIfWanted();
    }

    /** Connects now. Skips a back-off and replaces an open connection. An attempt in progress continues. */
    public void reconnectNow() {
        loop.assertHere();
        if (phase.isIn(Phase.CONNECTED)) {
            closeLink(CloseReason.retryable(CloseReason.Kind.IDLE, "reconnectNow() was called"));
            phase.transitionTo(Phase.WAITING, 0);
        }
        retryNow();
    }

    /** Skips the current back-off, if any. */
    public void retryNow() {
        loop.assertHere();
        if (phase.isIn(Phase.WAITING)) tryConnect();
    }

    /**
     * Checks that the connection is alive, or that the attempt in progress succeeds. After the timeout, starts another
     * attempt immediately. Skips a back-off.
     */
    public void verifyConnection(long withinNanos) {
        loop.assertHere();
        Link asked = link;
        if (asked == null) retryNow();
        else if (phase.isIn(Phase.CONNECTED)) LivenessCheck.verifyAlive(asked, withinNanos, this);
        else phase.shortenTimer(withinNanos, () -> LivenessCheck.attemptOverdue(asked, withinNanos, this));
    }

    /** Closes the session for good. Queued messages are discarded, and pending commands fail. Idempotent. */
    public void close(CloseReason reason) {
        loop.assertHere();
        if (phase.isIn(Phase.CLOSED)) return;
        closeLink(reason);
        endSession(reason, true);
    }

    @Override
    public void linkOpened(Link from) {
        if (!isCurrent(from) || !phase.isIn(Phase.CONNECTING)) return;
        schedule.connectionAccepted();
        from.startHeartbeat(HeartbeatMonitor.of(config, loop, from));
        phase.transitionTo(Phase.HANDSHAKING);
        phase.startTimer(
                config.limits.attemptTimeout().toNanos(),
                () -> linkEnded(from, from.timeoutReason("Protocol handshake")));
    }

    @Override
    public void linkReady(Link from) {
        if (!isCurrent(from) || !phase.isIn(Phase.HANDSHAKING)) return;
        phase.transitionTo(Phase.CONNECTED);
        phase.startTimer(config.backoff.stableAfter().toNanos(), schedule::markStable);
        subscriptions.subscribeAll(from, dedicated);
        commands.sendUnsent(from);
        idleIfUnused();
    }

    @Override
    public void linkEnded(Link from, CloseReason why) {
        if (!isCurrent(from)) return;
        CloseReason reason = poisonDetector.evaluateEnd(why, phase.isIn(Phase.CONNECTED), schedule.isStable());
        endAttempt(commands.failCauseOf(reason) ? reason.withRetryable(true) : reason);
    }

    /** Ends the link, if any. Then waits for the next attempt or ends the session. May be called again if it threw. */
    void endAttempt(CloseReason reason) {
        Link ended = link;
        link = null;
        if (ended != null) ended.endFor(reason);
        linkLost(reason);
        if (!phase.isIn(Phase.CLOSED) && schedule.shouldReconnect(reason)) {
            // Kept while the session is idle: unsubscribing and subscribing again must not skip the back-off.
            long delay = schedule.nextDelayNanos(reason, loop.nanoTime());
            if (isWanted()) waitToRetry(delay);
            else phase.transitionTo(Phase.IDLE);
        } else endSession(reason, false);
    }

    @Override
    public void serverRetryFloor(Link from, long millis) {
        if (isCurrent(from)) schedule.setServerFloor(millis);
    }

    @Override
    public void heartbeatAnnounced(Link from, Duration announced) {
        if (isCurrent(from)) from.setHeartbeatInterval(HeartbeatMonitor.announcedIntervalNanos(config, announced));
    }

    @Override
    public void mailboxOverflowed(Link from, RealWireSubscription wire) {
        if (!isCurrent(from)) return;
        subscriptions.mailboxOverflowed(from, wire);
        idleIfUnused();
    }

    /** Subscribes it again if it is not subscribed on the link. */
    @Override
    public void mailboxHasSpace(RealSubscription subscription) {
        loop.assertHere();
        if (dedicated) connectIfWanted(); // its link was replaced before the overflow was reported
        else if (phase.isIn(Phase.CONNECTED) && link != null) subscriptions.subscribe(link, subscription);
    }

    @Override
    public void subscriptionEndedByServer(Link from, RealWireSubscription wire, CloseReason reason) {
        if (!isCurrent(from)) return;
        if (dedicated && reason.retryable()) linkEnded(from, reason);
        else subscriptions.endedByServer(from, wire, reason);
        idleIfUnused();
    }

    @Override
    public void linkReleased(Link from) {
        loop.assertHere();
        attempts.linkReleased();
        if (phase.isIn(Phase.WAITING) && schedule.retryNotBeforeNanos - loop.nanoTime() < 0)
            tryConnect(); // it waited for a link to be released
        owner.sessionMayBeDone(this);
    }

    @Override
    public void receiptReceived(Link from, long command, @Nullable String id) {
        commandAnswered(from, c -> c.receiptReceived(command, id));
    }

    @Override
    public void replyReceived(Link from, long command, String payload) {
        commandAnswered(from, c -> c.replyReceived(command, payload));
    }

    @Override
    public void commandRefused(Link from, long command, CloseReason reason) {
        commandAnswered(from, c -> c.commandRefused(command, reason));
    }

    @Override
    public void writeQueueHasSpace(Link from) {
        if (isCurrent(from)) commands.sendUnsent(from);
    }

    /** Applies a response to a publish or call, then sends more if possible. Ignores links that are not current. */
    void commandAnswered(Link from, Consumer<PendingCommands> word) {
        if (!isCurrent(from)) return;
        word.accept(commands);
        commands.sendUnsent(from);
        idleIfUnused();
    }

    /** Returns true for the current link. Reports of other links are stale and ignored. */
    private boolean isCurrent(Link from) {
        loop.assertHere();
        return from == link;
    }

    private boolean isWanted() {
        return status.pauseReason == null && !isUnused();
    }

    private boolean isUnused() {
        return subscriptions.isEmpty() && commands.isEmpty();
    }

    private void connectIfWanted() {
        // Report the pause even though no attempt was made: the app has no other event to show.
        if (phase.isIn(Phase.IDLE) && !isUnused() && status.hasUnreportedPause())
            phaseChanged(connectionState(), PhaseMachine.NO_DELAY);
        if (!isWanted()) return;
        idleTimer.stop();
        long early = schedule.retryNotBeforeNanos - loop.nanoTime();
        if (phase.isIn(Phase.IDLE) && early > 0) waitToRetry(early);
        else if (phase.isIn(Phase.IDLE)) tryConnect();
    }

    /** Closes a link that nothing needs: after the idle timer if it is shared and connected, otherwise immediately. */
    private void idleIfUnused() {
        if (isWanted() || phase.isIn(Phase.IDLE) || phase.isIn(Phase.CLOSED)) return;
        if (dedicated || !phase.isIn(Phase.CONNECTED)) becomeIdle(NOTHING_SUBSCRIBED);
        else idleTimer.start(this::becomeIdleUnlessWanted);
    }

    private void becomeIdleUnlessWanted() {
        if (!isWanted()) becomeIdle(NOTHING_SUBSCRIBED);
    }

    private void becomeIdle(CloseReason reason) {
        if (phase.isIn(Phase.IDLE) || phase.isIn(Phase.CLOSED)) return;
        closeLink(reason);
        phase.transitionTo(Phase.IDLE);
    }

    private void tryConnect() {
        if (!isWanted()) becomeIdle(NOTHING_SUBSCRIBED);
        else if (phase.mayAttemptNow(this::tryConnect)) dialLink();
    }

    private void dialLink() {
        if (attempts.hasTooManyLinks()) {
            waitToRetry(config.backoff.max().toNanos());
            return;
        }
        Link next = null;
        try {
            RealWireSubscription own = dedicated ? subscriptions.attachSingle() : null;
            if (dedicated && own == null) { // it has ended and is about to be removed
                becomeIdle(NOTHING_SUBSCRIBED);
                return;
            }
            String attempt = attempts.nextAttempt();
            phase.transitionTo(Phase.CONNECTING);
            next = links.newLink(this, loop, own, schedule.wasUnauthorized(), attempt);
            link = next;
            attempts.linkStarted();
            Link started = next;
            phase.startTimer(
                    config.limits.attemptTimeout().toNanos(),
                    () -> linkEnded(started, started.timeoutReason("Connect attempt")));
            next.startPump();
        } catch (Throwable t) { // a bug in an extension, or no thread available
            if (next == null) throw t;
            next.pumpFinished(CloseReasons.ofExtension(t));
        }
    }

    private void waitToRetry(long delay) {
        phase.transitionTo(Phase.WAITING, delay);
        phase.startTimer(delay, this::tryConnect);
    }

    /** Closes the current link from this side. */
    private void closeLink(CloseReason reason) {
        Link dropped = link;
        if (dropped == null) return;
        link = null;
        dropped.closeGracefully(Link.NORMAL_CLOSURE);
        linkLost(reason);
    }

    private void linkLost(CloseReason reason) {
        status.lastReason = reason;
        subscriptions.detachAll();
        commands.linkEnded(reason);
    }

    void endSession(CloseReason reason, boolean discard) {
        status.lastReason = reason;
        idleTimer.stop();
        if (!phase.isIn(Phase.CLOSED)) phase.transitionTo(Phase.CLOSED);
        subscriptions.endAll(reason, discard);
        commands.failAll(reason);
        owner.sessionMayBeDone(this);
    }

    /** Reports a phase. {@code delayNanos} is the back-off that begins, {@link PhaseMachine#NO_DELAY} for none. */
    void phaseChanged(ConnectionState previous, long delayNanos) {
        owner.connectionChanged(status.connectionEvent(previous, connectionState(), delayNanos));
    }

    /** Returns the state that the app sees. */
    public ConnectionState connectionState() {
        loop.assertHere();
        return phase.connectionState();
    }

    /** Returns one line for diagnostics. */
    @AnyThread
    public String describe() {
        return status.describe(phase.currentPhase(), link);
    }

    /** Returns true if the session can be forgotten: it is closed or unused, and all its links are released. */
    public boolean isDone() {
        loop.assertHere();
        return attempts.hasNoLinks() && (phase.isIn(Phase.CLOSED) || (phase.isIn(Phase.IDLE) && isUnused()));
    }
}
