package dev.holdfast.internal;

import dev.holdfast.ClientStats;
import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.ConnectionEvent;
import dev.holdfast.ConnectionListener;
import dev.holdfast.ConnectionState;
import dev.holdfast.Diagnostics;
import dev.holdfast.RealtimeClient;
import dev.holdfast.Receipt;
import dev.holdfast.Subscription;
import dev.holdfast.SubscriptionListener;
import dev.holdfast.SubscriptionRequest;
import dev.holdfast.spi.Steered;
import dev.holdfast.spi.WireProtocol.Binding;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The client: hands what the app asks for to the loop, and keeps one session a target. */
public final class RealClient implements RealtimeClient, Steered, SessionOwner {
    private static final CloseReason CLOSED = CloseReason.fatal(CloseReason.Kind.CLOSED, "The client was closed");

    private final Settings settings;
    private final Supplier<Builder> derive;
    private final Loop loop;
    private final boolean multiplexed;
    private final Aggregate aggregate = new Aggregate();
    private final Announcer announcer;
    private final Admission admission;
    private final Replies replies;
    private volatile boolean closed;

    /** Changed on the loop only; diagnostics read them from anywhere. */
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();

    private final Totals totals = new Totals();

    // On the loop.
    private @Nullable Session shared;
    private final Holds holds = new Holds();
    private boolean dialerClosed;

    /** Starts nothing: the first subscription does. */
    public RealClient(Settings settings, Supplier<Builder> derive) {
        this.settings = settings;
        this.derive = derive;
        this.loop = settings.shared.loop;
        this.multiplexed = settings.protocol.binding(settings.transport) == Binding.MULTIPLEXED;
        this.announcer = new Announcer(settings);
        this.replies = new Replies(settings);
        this.admission = new Admission(settings);
        settings.monitored.tell(m -> m.onStarted(this));
    }

    @Override
    public Builder newBuilder() {
        return derive.get();
    }

    // ---- subscriptions

    @Override
    public <T> Subscription subscribe(SubscriptionRequest<T> request, SubscriptionListener<? super T> listener) {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(listener, "listener");
        if (closed) throw new IllegalStateException("The client is closed: build another one to subscribe");
        RealSubscription subscription = new RealSubscription(request, listener, settings, this::removed);
        if (!multiplexed) settings.protocol.target(settings.base, new RealRoute(subscription, null, false));
        else if (request.method() != null || !request.headers().isEmpty()) {
            throw new IllegalArgumentException("The protocol " + settings.protocol.name()
                    + " carries all topics on one connection: set headers on the builder, and no body");
        }
        loop.execute(() -> totals.add(subscription));
        subscription.begin(() -> loop.execute(() -> add(subscription)));
        return subscription;
    }

    private void add(RealSubscription subscription) {
        if (subscription.isOver()) return; // while its position was fetched
        if (closed) {
            end(subscription);
            return;
        }
        (multiplexed ? shared() : session(subscription.topic())).add(subscription);
    }

    /** It has no session that would. */
    private void end(RealSubscription subscription) {
        subscription.end(CLOSED, true);
        ended(subscription);
    }

    private Session shared() {
        Session current = shared;
        if (current != null && current.state() != ConnectionState.CLOSED) return current;
        Session next = session(null);
        shared = next;
        return next;
    }

    private Session session(@Nullable String topic) {
        Session session = new Session(settings, this, topic);
        session.hold(holds.why());
        sessions.add(session);
        aggregate.added();
        return session;
    }

    private void removed(RealSubscription subscription) {
        loop.execute(() -> {
            totals.remove(subscription);
            subscription.finish();
            SubscriptionCarrier carrier = subscription.carrier;
            if (carrier != null) carrier.remove(subscription);
        });
    }

    // ---- commands

    @Override
    public CompletableFuture<Receipt> publish(String topic, @Nullable Object data) {
        CompletableFuture<Receipt> answer = new CompletableFuture<>();
        command(topic, data, answer, false);
        return replies.receipt(answer);
    }

    @Override
    public <T> CompletableFuture<T> request(String topic, @Nullable Object data, Type type) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        command(topic, data, answer, true);
        return replies.decoded(answer, topic, type);
    }

    private void command(String topic, @Nullable Object data, CompletableFuture<?> future, boolean request) {
        admission.check();
        if (closed) {
            future.completeExceptionally(new CloseException(CLOSED));
            return;
        }
        String encoded = admission.admit(data, future);
        if (encoded == null) return;
        loop.execute(() -> {
            if (!closed) shared().command(commands -> commands.add(topic, encoded, future, request));
            else settings.shared.workers.execute(() -> future.completeExceptionally(new CloseException(CLOSED)));
        });
    }

    // ---- the connection

    @Override
    public ConnectionState state() {
        return closed ? ConnectionState.CLOSED : aggregate.state();
    }

    @Override
    public void addConnectionListener(ConnectionListener listener) {
        announcer.add(Objects.requireNonNull(listener, "listener"));
    }

    @Override
    public void removeConnectionListener(ConnectionListener listener) {
        announcer.remove(listener);
    }

    @Override
    public void reconnectNow() {
        onAll(Session::reconnectNow);
    }

    @Override
    public void pause() {
        hold(Holds.APP);
    }

    @Override
    public void resume() {
        release(Holds.APP);
    }

    @Override
    public void hold(String why) {
        loop.execute(() -> holds.add(why));
        if (!why.equals(Holds.APP)) settings.dialer.renew();
        go();
    }

    @Override
    public void release(String why) {
        loop.execute(() -> {
            if (holds.remove(why)) go();
        });
    }

    private void go() {
        onAll(session -> session.hold(holds.why()));
    }

    @Override
    public void tryNow() {
        onAll(Session::tryNow);
    }

    @Override
    public void check(Duration within) {
        settings.dialer.renew();
        onAll(session -> session.check(within.toNanos()));
    }

    private void onAll(Consumer<Session> task) {
        loop.execute(() -> new ArrayList<>(sessions).forEach(task));
    }

    @Override
    public ClientStats stats() {
        return new ClientStats(aggregate.open(), settings.attempts.get(), totals.size(), totals.sum());
    }

    @Override
    public Diagnostics diagnostics() {
        return Diagnosis.of(settings, state(), sessions, totals.live(), announcer);
    }

    @Override
    public void close() {
        closed = true;
        onAll(session -> session.close(CLOSED));
        loop.execute(() -> {
            for (RealSubscription each : totals.live())
                if (each.carrier == null) end(each); // its position is not known
            totals.live().forEach(totals::remove);
            new ArrayList<>(sessions).forEach(this::sweep); // those without a link hear of no link's end
            closeDialer();
        });
    }

    @Override
    public CompletableFuture<Boolean> drain(Duration most) {
        Drain.check(most);
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        pause();
        loop.execute(() -> new Drain(loop, totals.unfinished(), most, quiet -> {
                    close();
                    settings.shared.workers.execute(() -> done.complete(quiet));
                })
                .look());
        return done;
    }

    // ---- what sessions report, on the loop

    @Override
    public void changed(ConnectionEvent event) {
        aggregate.changed(event.previous(), event.current());
        announcer.tell(event);
    }

    @Override
    public void ended(RealSubscription subscription) {
        totals.remove(subscription);
        subscription.finish();
    }

    @Override
    public void mayBeOver(Session session) {
        sweep(session);
    }

    /** A session that has nothing left is forgotten. */
    private void sweep(Session session) {
        // The shared one keeps its back-off while nothing is wanted.
        boolean kept = session == shared && session.state() != ConnectionState.CLOSED;
        if (kept || !session.isOver() || !sessions.remove(session)) return;
        aggregate.removed(session.state());
        if (session == shared) shared = null;
        closeDialer();
    }

    private void closeDialer() {
        if (!closed || !sessions.isEmpty() || dialerClosed) return;
        dialerClosed = true;
        settings.shared.workers.execute(() -> {
            settings.dialer.close();
            settings.monitored.tell(m -> m.onClosed(this));
        });
    }
}
