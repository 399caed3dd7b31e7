package dev.holdfast.internal;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.spi.Conversation;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.FrameSink;
import dev.holdfast.spi.Outlet;
import dev.holdfast.spi.Route;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What comes in on one link: from the reader to the conversation, and from the conversation to mailboxes (the short way)
 * and to the session (by the loop). Everything but {@link #settle} runs under the link's lock.
 */
final class Inbound implements FrameSink, Outlet {
    private static final int MOST_HANDED_OVER = 256 * 1024;
    /** What a task on the loop's queue holds, roughly. */
    private static final int TASK_BYTES = 64;

    private final Link link;
    private final LinkOwner owner;
    private final Settings settings;
    private final Intake intake;
    private @Nullable CloseReason failure;
    /** About how much was handed to the loop since it last caught up, in bytes. */
    private int handedOver;

    @SuppressWarnings("NullAway.Init") // the link sets it before anything comes in
    Conversation conversation;

    long receivedNanos;
    volatile @Nullable CloseReason farewell;
    private volatile boolean retired;

    Inbound(Link link, LinkOwner owner, Settings settings, boolean dedicated) {
        this.link = link;
        this.owner = owner;
        this.settings = settings;
        this.intake = new Intake(link.lock, dedicated, this::overflowed);
    }

    /** The link is over for the session: what still comes is read and thrown away. */
    void retire() {
        retired = true;
    }

    boolean ended() {
        return farewell != null;
    }

    /** Throws what the conversation found wrong. */
    void check() throws CloseException {
        CloseReason found = failure;
        if (found != null && !retired) throw new CloseException(found);
    }

    // ---- from the reader

    @Override
    public boolean frame(Frame frame) {
        if (retired) return true;
        try {
            conversation.received(frame);
        } catch (CloseException e) {
            failure = e.reason();
        } catch (RuntimeException e) { // a fault of a protocol is that link's end, not the client's
            failure = Failures.reason(e);
        }
        return !intake.blocked() && failure == null;
    }

    @Override
    public void ping(byte[] payload) {
        link.ponged(payload);
    }

    @Override
    public void pong(byte[] payload) {
        link.pong();
    }

    @Override
    public void retry(long millis) {
        onLoop(() -> owner.retry(link, millis));
    }

    @Override
    public void closed(CloseReason reason) {
        farewell = reason;
    }

    /** The end of a turn of the pump: whom its caller is to have deliver what passed unqueued, null for nobody. */
    @Nullable
    RealRoute endTurn() {
        return intake.endTurn();
    }

    /** The end of what the loop had to say. */
    void queue() {
        intake.queue();
    }

    // ---- from the conversation

    @Override
    public void send(Frame frame) {
        Outbox outbox = link.outbox();
        if (outbox == null) throw new IllegalStateException("The transport only receives");
        outbox.send(frame);
    }

    @Override
    public void ready() {
        onLoop(() -> owner.ready(link));
    }

    @Override
    public void heartbeat(Duration interval) {
        onLoop(() -> owner.heartbeat(link, interval));
    }

    @Override
    public void subscribed(Route route, Continuity continuity) {
        intake.subscribed((RealRoute) route, continuity);
    }

    @Override
    public void message(Route route, @Nullable String id, @Nullable String type, Frame payload) {
        Object data = payload.kind() == Frame.Kind.BINARY ? payload.bytes() : payload.text();
        offer((RealRoute) route, id, type, data, payload.size());
    }

    @Override
    public void message(Route route, @Nullable String id, @Nullable String type, String payload, int size) {
        offer((RealRoute) route, id, type, payload, size);
    }

    private void offer(RealRoute route, @Nullable String id, @Nullable String type, Object payload, int size) {
        RealMessage message = route.tracked
                ? new TrackedMessage(route.mailbox.turn(), route.topic, id, type, payload, size, receivedNanos)
                : new RealMessage(route.topic, id, type, payload, size, receivedNanos);
        intake.message(route, message);
    }

    private void overflowed(RealRoute route) {
        Loop loop = settings.shared.loop;
        RealSubscription subscription = route.subscription;
        // In this order: the room that a quick listener makes must not be heard of before the overflow.
        onLoop(() -> owner.overflowed(link, route));
        route.mailbox.leave(route, () -> loop.execute(() -> owner.roomFor(subscription)));
        intake.touched(route); // the listener may have emptied the queue meanwhile, and then nobody looks at it again
    }

    @Override
    public void position(Route route, String id) {
        intake.position((RealRoute) route, id);
    }

    @Override
    public void ended(Route route, CloseReason reason) {
        onLoop(() -> owner.routeEnded(link, (RealRoute) route, reason));
    }

    @Override
    public void receipt(long command, @Nullable String id) {
        if (id != null) handedOver += id.length();
        onLoop(() -> owner.receipt(link, command, id));
    }

    @Override
    public void reply(long command, String payload) {
        handedOver += payload.length();
        onLoop(() -> owner.reply(link, command, payload));
    }

    @Override
    public void refused(long command, CloseReason reason) {
        handedOver += reason.text().length();
        onLoop(() -> owner.refused(link, command, reason));
    }

    @Override
    public void close(CloseReason reason) {
        failure = reason;
        intake.queue();
        link.failed(reason); // said outside a frame, no check would find it
    }

    private void onLoop(Runnable task) {
        handedOver += TASK_BYTES;
        intake.queue(); // what came before is in its mailbox before the loop hears of what came after
        settings.shared.loop.execute(task);
    }

    // ---- outside the lock

    /** Sees to delivery of what came; on the pump, also waits until all of it has found room. */
    void settle(boolean onPump) {
        if (onPump && handedOver > MOST_HANDED_OVER) letLoopCatchUp();
        intake.settle(onPump);
    }

    /** A peer that talks faster than the loop listens is read no faster than that, or what it said would pile up. */
    private void letLoopCatchUp() {
        handedOver = 0;
        CompletableFuture<Boolean> caughtUp = new CompletableFuture<>();
        settings.shared.loop.execute(() -> caughtUp.complete(true));
        caughtUp.join();
    }
}
