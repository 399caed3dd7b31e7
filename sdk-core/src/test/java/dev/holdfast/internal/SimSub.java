package dev.holdfast.internal;

import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.Dropped;
import dev.holdfast.Message;
import dev.holdfast.SubscriptionListener;
import dev.holdfast.SubscriptionState;
import java.util.ArrayDeque;

/** One subscription of the simulated app: its listener, and what is known of it. */
final class SimSub implements SubscriptionListener<Object> {
    final int number;
    final SimTopic topic;
    RealSubscription handle;
    private final SimWorld world;

    // What the client must have taken in, by the bytes it was fed.
    private SimTopic.Post taken;
    private SimAttach runAttach;
    private int runStart;
    private boolean subscribed;
    /** What the server said of connections, and the listener was not told yet. */
    final ArrayDeque<SimAttach> expected = new ArrayDeque<>();
    /** Whether a message came since it was last told. */
    boolean heard = true;

    /** The server, or an answer, said that it is over for good. */
    boolean mayEnd;

    // What the listener was told.
    int last;
    int lastAttach = -1;
    /** How many messages are missing for which the queue's policy must answer. */
    long missing;

    long toldDropped;
    Continuity told;
    boolean unsubscribed;
    CloseReason ended;
    private boolean running;

    SimSub(int number, SimTopic topic, SimTopic.Post from, SimWorld world) {
        this.number = number;
        this.topic = topic;
        this.taken = from;
        this.world = world;
        if (from != null) last = from.number();
    }

    /** A message, or a position, that came on a current connection. */
    void taken(SimAttach attach, SimTopic.Post post) {
        if (taken != null && post.number() <= taken.number()) return;
        if (attach != runAttach && (attach.broken || runStart == 0)) runStart = post.number();
        runAttach = attach;
        taken = post;
    }

    /** A position that came without a message. */
    void moved(SimAttach attach, SimTopic.Post post) {
        taken(attach, post);
        if (runStart == post.number()) runStart++;
    }

    SimTopic.Post taken() {
        return taken;
    }

    int epoch() {
        return taken == null ? 0 : taken.epoch();
    }

    /** The first message of those that came without a break up to now. */
    int runStart() {
        return runStart;
    }

    boolean wasSubscribed() {
        return subscribed;
    }

    Runnable subscribed(SimAttach attach) {
        return () -> {
            if (over()) return;
            subscribed = true;
            expected.add(attach);
        };
    }

    Runnable givenUp(boolean forGood) {
        return () -> mayEnd |= forGood;
    }

    boolean over() {
        return unsubscribed || handle.state() == SubscriptionState.ENDED;
    }

    // ---- the listener

    @Override
    public void onMessage(Message<Object> message) {
        begin("message " + message.text(), () -> {
            world.oracle.message(this, message);
            world.app.live(this);
        });
    }

    @Override
    public void onSubscribed(Continuity continuity) {
        begin("subscribed " + continuity, () -> {
            world.oracle.subscribed(this, continuity);
            world.app.live(this);
        });
    }

    @Override
    public void onDropped(Dropped dropped) {
        begin("dropped " + dropped.messages(), () -> toldDropped += dropped.messages());
    }

    @Override
    public void onError(Throwable error) {
        if (!(error instanceof SimApp.Thrown || error instanceof SimApp.Broken))
            world.fail(this + " was told of an error: " + error);
    }

    @Override
    public void onEnded(CloseReason reason) {
        begin("ended " + reason, () -> world.oracle.ended(this, reason));
    }

    private void begin(String what, Runnable callback) {
        if (world.trace.on) world.trace.add("app: " + this + " hears: " + what);
        if (world.clock.onLoop()) world.fail(this + "'s listener was called on the loop");
        if (running) world.fail(this + " had two callbacks at once");
        if (unsubscribed) world.fail(this + " had a callback after it was unsubscribed: " + what);
        if (ended != null) world.fail(this + " had a callback after its end: " + what);
        running = true;
        try {
            callback.run();
        } finally {
            running = false;
        }
    }

    @Override
    public String toString() {
        return "subscription " + number + " of " + topic.name;
    }
}
