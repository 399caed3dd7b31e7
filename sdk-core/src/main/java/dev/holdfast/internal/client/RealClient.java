package dev.holdfast.internal.client;

import dev.holdfast.ClientStats;
import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.ConnectionEvent;
import dev.holdfast.ConnectionListener;
import dev.holdfast.ConnectionState;
import dev.holdfast.Diagnostics;
import dev.holdfast.MessageHandler;
import dev.holdfast.RealtimeClient;
import dev.holdfast.Receipt;
import dev.holdfast.Subscription;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.internal.delivery.RealSubscription;
import dev.holdfast.internal.delivery.RealWireSubscription;
import dev.holdfast.internal.delivery.SubscriptionCarrier;
import dev.holdfast.internal.link.LinkFactory;
import dev.holdfast.internal.runtime.ClientConfig;
import dev.holdfast.internal.runtime.CloseReasons;
import dev.holdfast.internal.runtime.CompositeMonitor;
import dev.holdfast.internal.runtime.EventLoop;
import dev.holdfast.internal.runtime.OnLoop;
import dev.holdfast.internal.runtime.SharedRuntime;
import dev.holdfast.internal.session.ReconnectSchedule;
import dev.holdfast.internal.session.Session;
import dev.holdfast.internal.session.SessionOwner;
import dev.holdfast.internal.session.TargetSchedules;
import dev.holdfast.spi.Dialer;
import dev.holdfast.spi.PlatformControl;
import dev.holdfast.spi.WireProtocol.Binding;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The client. Passes the app's calls to the loop and keeps one session per target. */
public final class RealClient implements RealtimeClient, PlatformControl, SessionOwner {
    private static final CloseReason CLIENT_CLOSED =
            CloseReason.fatal(CloseReason.Kind.CLOSED, "The client was closed");

    private final ClientConfig config;
    private final SharedRuntime runtime;
    private final Dialer dialer;
    private final CompositeMonitor monitor;
    private final LinkFactory links;
    private final AtomicLong attempts = new AtomicLong();
    private final Supplier<Builder> builderFactory;
    private final EventLoop loop;
    private final boolean multiplexed;
    private final ClientStateAggregator stateAggregator = new ClientStateAggregator();
    private final ConnectionEventDispatcher events;
    private final OutboundLimiter outbound;
    private final CommandFutures futures;
    private volatile boolean closed;

    /** Changed on the loop only; diagnostics read them from anywhere. */
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();

    private final SubscriptionRegistry subscriptions = new SubscriptionRegistry();

    private @OnLoop @Nullable Session sharedSession;
    private final @OnLoop PauseReasons pauseReasons = new PauseReasons();
    private final @OnLoop TargetSchedules targets = new TargetSchedules();
    private @OnLoop boolean dialerClosed;

    /**
     * Makes a client. Starts nothing: the first subscription or command does.
     *
     * @param config the options, which do not change from here on
     * @param builderFactory makes builders of derived clients
     */
    public RealClient(ClientConfig config, SharedRuntime runtime, Dialer dialer, Supplier<Builder> builderFactory) {
        this.config = config;
        this.runtime = runtime;
        this.dialer = dialer;
        this.builderFactory = builderFactory;
        this.loop = runtime.loop;
        this.multiplexed = config.protocol.binding(config.chosenTransport()) == Binding.MULTIPLEXED;
        this.monitor = new CompositeMonitor(config.monitors, config.platformWatchers);
        this.links = new LinkFactory(config, runtime, dialer, monitor);
        this.events = new ConnectionEventDispatcher(monitor, runtime, config.delivery);
        this.futures = new CommandFutures(config.decoder, loop);
        this.outbound = new OutboundLimiter(config.protocol, config.chosenTransport(), config.limits);
        monitor.notifyEach(m -> m.onStarted(this));
        monitor.notifyWatchers(w -> w.onStarted(this));
    }

    @Override
    public Builder newBuilder() {
        return builderFactory.get();
    }

    // ---- subscriptions

    @Override
    public <T> Subscription subscribe(SubscriptionOptions<T> options, MessageHandler<? super T> handler) {
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(handler, "handler");
        if (closed) throw new IllegalStateException("The client is closed: build a new one to subscribe");
        RealSubscription subscription =
                new RealSubscription(options, handler, config, runtime, monitor, this::subscriptionRemoved);
        String url = null;
        if (!multiplexed)
            url = config.protocol
                    .target(config.base, new RealWireSubscription(subscription, null, false))
                    .url();
        else if (options.method() != null || !options.headers().isEmpty()) {
            throw new IllegalArgumentException("The protocol " + config.protocol.name()
                    + " uses one connection for all topics: set headers on the builder, and no body");
        }
        String target = url;
        loop.execute(() -> {
            subscriptions.add(subscription);
            subscription.start(() -> addToSession(subscription, target));
        });
        return subscription;
    }

    @OnLoop
    private void addToSession(RealSubscription subscription, @Nullable String url) {
        if (subscription.isOver()) return; // while its cursor was loaded
        if (closed) {
            endWithoutSession(subscription, CLIENT_CLOSED);
            return;
        }
        Session session = null;
        try {
            session = multiplexed ? sharedSession() : newSession(subscription.topic(), url);
            session.addSubscription(subscription);
        } catch (Throwable t) { // a bug in an extension
            if (session == null)
                endWithoutSession(subscription, CloseReasons.ofExtension(t).withRetryable(false));
            else session.loop.taskFailed(t);
        }
    }

    /** Ends a subscription that has no session. */
    @OnLoop
    private void endWithoutSession(RealSubscription subscription, CloseReason reason) {
        subscription.endWith(reason, true);
        subscriptionEnded(subscription);
    }

    @OnLoop
    private Session sharedSession() {
        Session current = sharedSession;
        if (current != null && current.connectionState() != ConnectionState.CLOSED) return current;
        Session next = newSession(null, null);
        sharedSession = next;
        return next;
    }

    @OnLoop
    private Session newSession(@Nullable String topic, @Nullable String url) {
        ReconnectSchedule schedule = new ReconnectSchedule(
                config.backoff, runtime.random, config.credentials != null, targets, url, loop.nanoTime());
        Session session = new Session(config, runtime, links, attempts, this, topic, schedule);
        session.setPauseReason(pauseReasons.current());
        sessions.add(session);
        stateAggregator.sessionAdded();
        return session;
    }

    private void subscriptionRemoved(RealSubscription subscription) {
        loop.execute(() -> {
            subscriptions.remove(subscription);
            subscription.saveCursorFinally();
            SubscriptionCarrier<RealSubscription> carrier = subscription.carrier;
            if (carrier != null) carrier.removeSubscription(subscription);
        });
    }

    // ---- commands

    @Override
    public CompletableFuture<Receipt> publish(String topic, @Nullable Object data) {
        CompletableFuture<Receipt> answer = new CompletableFuture<>();
        // First: a future runs its newest action first, and the room must be free when the app learns of the end.
        CompletableFuture<Receipt> receipt = futures.receiptFor(answer);
        submitCommand(topic, data, answer, false);
        return receipt;
    }

    @Override
    public <T> CompletableFuture<T> call(String topic, @Nullable Object data, Type type) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        CompletableFuture<T> reply = futures.decodedReply(answer, topic, type); // first, as above
        submitCommand(topic, data, answer, true);
        return reply;
    }

    private void submitCommand(String topic, @Nullable Object data, CompletableFuture<?> future, boolean request) {
        outbound.checkCanSend();
        if (closed) {
            future.completeExceptionally(new CloseException(CLIENT_CLOSED));
            return;
        }
        String encoded = outbound.encodeAndReserve(data, future);
        if (encoded == null) return;
        loop.execute(() -> {
            Session session = null;
            try {
                if (closed) throw new CloseException(CLIENT_CLOSED);
                session = sharedSession();
                session.submitCommand(commands -> commands.addCommand(topic, encoded, future, request));
            } catch (Throwable t) {
                CloseReason reason = CloseReasons.ofExtension(t);
                runtime.workers.execute(() -> future.completeExceptionally(new CloseException(reason)));
                if (session != null) session.loop.taskFailed(t);
            }
        });
    }

    // ---- the connection

    @Override
    public ConnectionState state() {
        return closed ? ConnectionState.CLOSED : stateAggregator.state();
    }

    @Override
    public void addConnectionListener(ConnectionListener listener) {
        events.addListener(Objects.requireNonNull(listener, "listener"));
    }

    @Override
    public void removeConnectionListener(ConnectionListener listener) {
        events.removeListener(listener);
    }

    @Override
    public void reconnectNow() {
        onAllSessions(Session::reconnectNow);
    }

    @Override
    public void pause() {
        addPauseReason(PauseReasons.APP_PAUSE);
    }

    @Override
    public void resume() {
        removePauseReason(PauseReasons.APP_PAUSE);
    }

    @Override
    public void addPauseReason(String reason) {
        loop.execute(() -> pauseReasons.add(reason));
        if (!reason.equals(PauseReasons.APP_PAUSE)) dialer.renew();
        applyPauseReasons();
    }

    @Override
    public void removePauseReason(String reason) {
        loop.execute(() -> {
            if (!pauseReasons.remove(reason)) return;
            if (pauseReasons.current() == null) targets.clear(); // all attempts start immediately
            applyPauseReasons();
        });
    }

    private void applyPauseReasons() {
        onAllSessions(session -> session.setPauseReason(pauseReasons.current()));
    }

    @Override
    public void retryNow() {
        onAllSessions(Session::retryNow);
    }

    @Override
    public void verifyConnections(Duration timeout) {
        long nanos = timeout.toNanos();
        dialer.renew();
        onAllSessions(session -> session.verifyConnection(nanos));
    }

    private void onAllSessions(Consumer<Session> task) {
        loop.execute(() -> {
            for (Session each : new ArrayList<>(sessions)) {
                try {
                    task.accept(each);
                } catch (Throwable t) {
                    each.loop.taskFailed(t);
                }
            }
        });
    }

    @Override
    public ClientStats stats() {
        return ClientStats.of(
                stateAggregator.openConnections(), attempts.get(), subscriptions.size(), subscriptions.totalStats());
    }

    @Override
    public Diagnostics diagnostics() {
        return DiagnosticsReport.create(config, monitor, state(), sessions, subscriptions.liveSubscriptions(), events);
    }

    @Override
    public void close() {
        closed = true;
        onAllSessions(session -> session.close(CLIENT_CLOSED));
        loop.execute(() -> {
            for (RealSubscription each : subscriptions.liveSubscriptions()) {
                if (each.carrier == null) endWithoutSession(each, CLIENT_CLOSED); // its cursor is still being loaded
                subscriptions.remove(each);
            }
            for (Session each : sessions) forgetIfDone(each); // those without a link are not notified by a link
            closeDialerIfDone();
        });
    }

    @Override
    public CompletableFuture<Boolean> drain(Duration timeout) {
        DrainTask.checkTimeout(timeout);
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        pause();
        loop.execute(() -> new DrainTask(loop, subscriptions.unfinishedSubscriptions(), timeout, quiet -> {
                    close();
                    runtime.workers.execute(() -> done.complete(quiet));
                })
                .checkProgress());
        return done;
    }

    // ---- what sessions report

    @Override
    @OnLoop
    public void connectionChanged(ConnectionEvent event) {
        loop.assertHere();
        stateAggregator.stateChanged(event.previous(), event.current());
        events.dispatch(event);
    }

    @Override
    @OnLoop
    public void subscriptionEnded(RealSubscription subscription) {
        loop.assertHere();
        subscriptions.remove(subscription);
        subscription.saveCursorFinally();
    }

    @Override
    @OnLoop
    public void sessionMayBeDone(Session session) {
        loop.assertHere();
        forgetIfDone(session);
    }

    /** Removes a session that is done. */
    @OnLoop
    private void forgetIfDone(Session session) {
        // The shared session keeps its back-off while no connection is needed.
        boolean kept = session == sharedSession && session.connectionState() != ConnectionState.CLOSED;
        if (kept || !session.isDone() || !sessions.remove(session)) return;
        stateAggregator.sessionRemoved(session.connectionState());
        if (session == sharedSession) sharedSession = null;
        closeDialerIfDone();
    }

    @OnLoop
    private void closeDialerIfDone() {
        if (!closed || !sessions.isEmpty() || dialerClosed) return;
        dialerClosed = true;
        runtime.workers.execute(() -> {
            try {
                dialer.close();
            } finally {
                monitor.notifyEach(m -> m.onClosed(this));
                monitor.notifyWatchers(w -> w.onClosed(this));
            }
        });
    }
}
