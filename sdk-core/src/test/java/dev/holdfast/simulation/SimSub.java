package dev.holdfast.simulation;

import dev.holdfast.Acknowledgement;
import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.DroppedMessages;
import dev.holdfast.Message;
import dev.holdfast.SubscriptionListener;
import dev.holdfast.SubscriptionState;
import dev.holdfast.internal.client.RealClient;
import dev.holdfast.internal.delivery.RealSubscription;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** A subscription of the simulated application: its listener and the known facts. */
final class SimSub implements SubscriptionListener<Object> {
    final int number;
    final SimTopic topic;
    RealSubscription handle;
    RealClient client;
    final SimChain chain;
    final SimProgress progress;
    final SimPressure pressure;
    final SimDemand demand;
    final SimCounts counts;
    final SimComments comments;
    SimRoom room;
    /** Its place among all subscriptions. */
    int serial;
    /** The life of the application that it belongs to. */
    final int life;
    /** The cursor set by the application, or null. */
    final SimTopic.Post from;

    private final SimWorld world;

    // What the client must have accepted, based on the bytes it received.
    private SimTopic.Post taken;
    private SimAttach runAttach;
    private int runStart;
    private boolean subscribed;
    /** Whether the client has discarded its cursor and received nothing since, or has not told the gap. */
    private boolean skipped;

    private boolean forgets;
    /** How often it did, and how often the listener was told. Of several in a row, the first must be. */
    int skips;

    int skipsTold;
    /** The continuities that the server sent and that were not reported to the listener. */
    final ArrayDeque<SimAttach> expected = new ArrayDeque<>();
    /** Whether a message has arrived since the last report. */
    boolean heard = true;

    /** Whether the server or a response ended it permanently. */
    boolean mayEnd;

    // What was reported to the listener.
    int last;
    int lastAttach = -1;
    /** The number of missing messages that the overflow policy must account for. */
    long missing;

    long toldDropped;
    Continuity told;
    boolean unsubscribed;
    CloseReason ended;
    private boolean running;

    /** How many of its subscribes the server forgot, and how often the listener was told. */
    int forgotten;

    int forgottenTold;
    /** Whether it continues an earlier subscription of its topic. */
    boolean continues;
    /** Whether the previous life saved its last cursor, so that nothing is delivered again. */
    boolean exact;
    /** Whether the store was asked, and how often it failed. */
    boolean loaded;

    boolean loadFailed;

    int storeFailures;
    int storeTold;
    /** Whether the store failed without a report since. */
    boolean faultWaits;

    /** Late acknowledgements. */
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
        this.counts = new SimCounts(world, this);
        this.comments = new SimComments(world, this);
        begin(from);
        if (from != null) chain.restart(from);
    }

    /** Called when the start cursor is known. */
    void begin(SimTopic.Post post) {
        taken = post;
        last = post == null ? 0 : post.number();
        progress.begin(post);
    }

    /** Returns the number of delivered messages that are not acknowledged. */
    int unacknowledged() {
        return world.plan.acknowledgement == Acknowledgement.MANUAL ? progress.unacknowledged() : 0;
    }

    boolean isRunning() {
        return running;
    }

    /** Returns whether its life has ended. */
    boolean isDead() {
        return life != world.lives.number() || world.lives.dying();
    }

    /** Called for a message or a cursor that arrives on a current connection. */
    void taken(SimAttach attach, SimTopic.Post post) {
        taken(attach, post, false);
    }

    private void taken(SimAttach attach, SimTopic.Post post, boolean bare) {
        if (attach.isReplaced()) return;
        skipped = false;
        if (taken != null && post.number() <= taken.number()) {
            if (!bare) counts.duplicate();
            return;
        }
        if (!bare) counts.received(post.number(), attach.number);
        if (!bare) pressure.fed(attach.peer.link);
        if (attach != runAttach && (attach.broken || runStart == 0)) runStart = post.number();
        runAttach = attach;
        taken = post;
        progress.fed(post.number(), bare);
    }

    /** Called for a cursor that arrives without a message. */
    void moved(SimAttach attach, SimTopic.Post post) {
        if (attach.isReplaced()) return;
        taken(attach, post, true);
        if (runStart == post.number()) runStart++;
    }

    /** Called when the client discards its cursor because what follows cannot be read. */
    void skip() {
        if (position() == null) return;
        skipped = true;
        forgets = true;
        skips++;
    }

    /** Returns the cursor from which the client goes on, or null if it has none. */
    String position() {
        return taken == null || skipped ? null : taken.cursor();
    }

    SimTopic.Post taken() {
        return taken;
    }

    int epoch() {
        return taken == null ? 0 : taken.epoch();
    }

    /** Returns the first message of the current unbroken sequence. */
    int runStart() {
        return runStart;
    }

    boolean wasSubscribed() {
        return subscribed;
    }

    Runnable subscribed(SimAttach attach) {
        return () -> {
            if (over() || attach.isReplaced()) return;
            subscribed = true;
            if (forgets) attach.told = Continuity.GAP;
            forgets = false;
            expected.add(attach);
            counts.subscribed(attach.told);
        };
    }

    Runnable givenUp(boolean forGood) {
        return () -> mayEnd |= forGood;
    }

    /** Returns whether a confirmation may be late although the server sent it. */
    boolean mayBeUnconfirmed() {
        boolean late = world.heart.silencedOnce || world.clock.jumpedSince(0) || world.plan.writeNanos > 0;
        // A listener may hold up the reading thread until just before the time is over.
        boolean heldUp = world.plan.where != SimPlan.Where.BACKGROUND;
        return (late || heldUp) && world.plan.json;
    }

    boolean over() {
        return unsubscribed || isDead() || handle.state() == SubscriptionState.ENDED;
    }

    // ---- the listener

    @Override
    public void onMessage(Message<Object> message) {
        begin("message " + message.text(), () -> {
            counts.message();
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

    /** Called for a message that could not be decoded. It counts as handled, whatever acknowledges the others. */
    private void undecodable(String text) {
        counts.undecodable();
        progress.done(progress.handed(world.oracle.content(this, text)));
    }

    @Override
    public void onSubscribed(Continuity continuity) {
        begin("subscribed " + continuity, () -> {
            world.oracle.subscribed(this, continuity);
            world.app.live(this);
        });
    }

    @Override
    public void onComment(String comment) {
        begin("comment " + comment, () -> {
            counts.message();
            comments.heard(comment);
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
        if (error.getCause() instanceof SimDecoder.Undecodable undecodable) {
            begin("undecodable " + undecodable.text, () -> undecodable(undecodable.text));
            return;
        }
        if (error instanceof SimStore.Failed && ++storeTold <= storeFailures) {
            faultWaits = false;
            return;
        }
        if (error instanceof TimeoutException) {
            boolean excused = mayBeUnconfirmed();
            if (++forgottenTold > forgotten && !excused)
                world.fail(this + " was confirmed in time, and told: " + error);
            return;
        }
        if (error instanceof CloseException && skipsTold < skips) {
            skipsTold++;
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
        } catch (SimApp.Thrown | SimApp.Broken e) {
            counts.thrown();
            throw e;
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
