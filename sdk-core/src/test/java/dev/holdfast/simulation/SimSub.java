package dev.holdfast.simulation;

import dev.holdfast.Acknowledgement;
import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.DroppedMessages;
import dev.holdfast.Message;
import dev.holdfast.SubscriptionListener;
import dev.holdfast.SubscriptionState;
import dev.holdfast.internal.delivery.RealSubscription;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** One subscription of the simulated app: its listener, and what is known of it. */
final class SimSub implements SubscriptionListener<Object> {
    final int number;
    final SimTopic topic;
    RealSubscription handle;
    final SimChain chain;
    final SimProgress progress;
    final SimPressure pressure;
    final SimDemand demand;
    SimRoom room;
    /** Which life of the app it belongs to. */
    final int life;
    /** Where the app said to begin, null where it did not. */
    final SimTopic.Post from;

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

    /** Whether the life before has saved where it was, so that nothing it has had comes again. */
    boolean exact;
    /** Whether the store was asked, and how often it failed. */
    boolean loaded;

    boolean loadFailed;

    int storeFailures;
    int storeTold;
    /** Whether the store failed and nothing was told since. */
    boolean faultWaits;

    /** Acknowledgements that are late. */
    final List<Runnable> late = new ArrayList<>();

    SimSub(int number, SimTopic topic, SimTopic.Post from, SimChain chain, SimWorld world) {
        this.number = number;
        this.topic = topic;
        this.chain = chain;
        this.world = world;
        this.life = world.lives.number();
        this.from = from;
        this.progress = new SimProgress(world, this);
        this.pressure = new SimPressure(world, this);
        this.demand = new SimDemand(world, this);
        begin(from);
        if (from != null) chain.restart(from);
    }

    /** It is known where to begin. */
    void begin(SimTopic.Post post) {
        taken = post;
        last = post == null ? 0 : post.number();
        progress.begin(post);
    }

    /** How many messages count as handed out and not acknowledged. */
    int unacknowledged() {
        return world.plan.acknowledgement == Acknowledgement.MANUAL ? progress.unacknowledged() : 0;
    }

    boolean isRunning() {
        return running;
    }

    /** Whether its life is over. */
    boolean isDead() {
        return life != world.lives.number() || world.lives.dying();
    }

    /** A message, or a position, that came on a current connection. */
    void taken(SimAttach attach, SimTopic.Post post) {
        taken(attach, post, false);
    }

    private void taken(SimAttach attach, SimTopic.Post post, boolean bare) {
        if (taken != null && post.number() <= taken.number()) return;
        if (!bare) pressure.fed(attach.peer.link);
        if (attach != runAttach && (attach.broken || runStart == 0)) runStart = post.number();
        runAttach = attach;
        taken = post;
        progress.fed(post.number(), bare);
    }

    /** A position that came without a message. */
    void moved(SimAttach attach, SimTopic.Post post) {
        taken(attach, post, true);
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
        return unsubscribed || isDead() || handle.state() == SubscriptionState.ENDED;
    }

    // ---- the listener

    @Override
    public void onMessage(Message<Object> message) {
        begin("message " + message.text(), () -> {
            if (world.plan.onDemand) demand.given();
            int given = world.oracle.message(this, message);
            SimProgress.Handed handed = progress.handed(given);
            if (world.plan.acknowledgement == Acknowledgement.ON_RECEIPT) progress.done(handed);
            progress.look();
            try {
                if (world.plan.acknowledgement == Acknowledgement.MANUAL) world.app.acknowledge(this, message, handed);
                world.app.live(this);
            } finally {
                if (world.plan.acknowledgement == Acknowledgement.ON_RETURN) progress.done(handed);
            }
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
    public void onDropped(DroppedMessages dropped) {
        begin("dropped " + dropped.messages(), () -> toldDropped += dropped.messages());
    }

    @Override
    public void onError(Throwable error) {
        if (world.trace.on) world.trace.add("app: " + this + " hears of an error: " + error);
        if (error instanceof SimStore.Failed && ++storeTold <= storeFailures) {
            faultWaits = false;
            return;
        }
        if (!(error instanceof SimApp.Thrown || error instanceof SimApp.Broken))
            world.fail(this + " was told of an error: " + error);
    }

    @Override
    public void onEnded(CloseReason reason) {
        begin("ended " + reason, () -> world.oracle.ended(this, reason));
    }

    private void begin(String what, Runnable callback) {
        if (isDead()) return;
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
            progress.look();
        }
    }

    @Override
    public String toString() {
        return "subscription " + number + " of " + topic.name + (life == 1 ? "" : " in life " + life);
    }
}
