package dev.holdfast.simulation;

import dev.holdfast.Acknowledgement;
import dev.holdfast.Message;
import dev.holdfast.Overflow;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.internal.client.RealClient;
import dev.holdfast.internal.delivery.RealSubscription;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** An application that performs random actions at any time, inside and outside of callbacks. */
final class SimApp {
    /** An exception of a listener. */
    static final class Thrown extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** An error of a listener, which listeners should not throw. */
    static final class Broken extends Error {
        private static final long serialVersionUID = 1;
    }

    private final SimWorld world;
    /** The newest subscription of each number, and those of this life that they continue. */
    private final List<SimSub> subs = new ArrayList<>();

    private final List<SimSub> former = new ArrayList<>();
    private boolean paused;
    private final List<SimDrain> drains = new ArrayList<>();
    private boolean derivedClosed;
    private int serials;

    SimApp(SimWorld world) {
        this.world = world;
    }

    List<SimSub> subs() {
        return subs;
    }

    /** Returns all subscriptions of this life. */
    List<SimSub> all() {
        List<SimSub> all = new ArrayList<>(former);
        all.addAll(subs);
        return all;
    }

    private String name(SimSub sub) {
        return world.plan.ownTopics ? sub.topic.name + "." + sub.number : sub.topic.name;
    }

    /** Returns the subscription of a handle. The server must have received it by this name. */
    SimSub sub(RealSubscription handle, String name) {
        for (SimSub sub : all()) {
            if (sub.handle != handle) continue;
            if (!name(sub).equals(name)) world.fail(sub + " was asked for as " + name);
            return sub;
        }
        throw new AssertionError("nobody subscribed to " + name);
    }

    SimSub sub(int number) {
        return subs.get(number);
    }

    /** Returns the subscription with this place among all of this life. */
    SimSub dedicated(int serial) {
        for (SimSub sub : all()) if (sub.serial == serial) return sub;
        throw new AssertionError("nobody subscribed as " + serial);
    }

    void subscribe() {
        if (subs.size() >= 12 || world.closed()) return;
        SimTopic topic = new ArrayList<>(world.server.topics.values()).get(world.random.nextInt(world.plan.topics));
        int number = subs.size();
        SimTopic.Post from = null;
        if (world.plan.ids() && topic.last() > 0 && world.random.nextInt(4) == 0) {
            from = topic.post(1 + world.random.nextInt(topic.last()));
        }
        if (from != null && from.cursor() == null) from = null;
        subscribe(new SimSub(number, topic, from, new SimChain(topic), world));
    }

    private void subscribe(SimSub sub) {
        int number = sub.number;
        SimTopic.Post from = sub.from;
        sub.serial = serials++;
        if (number < subs.size()) subs.set(number, sub);
        else subs.add(sub);
        world.store.begins(sub);
        String name = name(sub);
        SubscriptionOptions<String> text = SubscriptionOptions.text(name);
        SubscriptionOptions<String> options = (world.plan.decodes ? SubscriptionOptions.of(name, String.class) : text)
                .withOverflow(overflow(sub))
                .withAcknowledgement(world.plan.acknowledgement);
        if (!world.plan.multiplexed()) options = options.withHeader("X-Sub", "" + sub.serial);
        if (from != null) options = options.withCursor(from.id());
        if (world.plan.onDemand) options = options.withDemand();
        say("subscribes " + sub + (from == null ? "" : " from " + from.id()));
        boolean second = world.clients.size() > 1 && !derivedClosed && world.more.nextBoolean();
        sub.client = world.clients.get(second ? 1 : 0);
        sub.handle = (RealSubscription) sub.client.subscribe(options, sub);
        sub.room = world.newest;
        if (world.plan.onDemand) sub.demand.ask();
    }

    private Overflow overflow(SimSub sub) {
        return switch (world.plan.kind) {
            case BLOCK -> Overflow.block();
            case DROP_OLDEST -> Overflow.dropOldest();
            case DROP_NEWEST -> Overflow.dropNewest();
            case LATEST -> Overflow.latest(sub.pressure::key);
            case FAIL -> Overflow.fail();
        };
    }

    void unsubscribe(SimSub sub) {
        say("unsubscribes " + sub);
        sub.handle.unsubscribeAndWait();
        sub.unsubscribed = true;
    }

    void pause() {
        say("pauses");
        paused = true;
        world.attempts.hurry();
        world.client.pause();
    }

    void resume() {
        say("resumes");
        paused = false;
        world.attempts.hurry();
        world.client.resume();
        world.attempts.hurry();
    }

    void reconnect() {
        say("wants a new connection");
        world.attempts.hurry();
        world.client.reconnectNow();
        world.attempts.hurry();
    }

    void close() {
        say("closes");
        world.closing = true;
        world.clients.forEach(RealClient::close);
    }

    /** Closes the derived client, which must not disturb the first one. */
    void closeDerived() {
        if (world.closed() || derivedClosed) return;
        say("closes the derived client");
        derivedClosed = true;
        RealClient derived = world.clients.get(1);
        for (SimSub sub : all()) sub.mayEnd |= sub.client == derived;
        derived.close();
    }

    void drain() {
        say("drains");
        world.closing = true;
        long millis = world.random.nextInt(3000);
        for (RealClient client : world.clients) drains.add(new SimDrain(world, client, millis));
    }

    /** Brings the application into its final state, after which nothing more happens. */
    void settle() {
        acknowledgeAll();
        for (SimSub sub : all()) if (world.plan.onDemand) sub.demand.askForAll();
        if (paused && !world.closed()) resume();
    }

    boolean drained() {
        return drains.stream().allMatch(SimDrain::isDone);
    }

    /** Looks at the drain before each task of the loop, if there is one. */
    void lookAtDrain() {
        for (int i = 0; i < drains.size(); i++) drains.get(i).look();
    }

    /** Starts a new process. It subscribes to the topics of the previous one, each once. */
    void beginLife() {
        paused = false;
        drains.clear();
        List<SimSub> continued = new ArrayList<>(former);
        former.clear();
        derivedClosed = false;
        for (SimSub old : new ArrayList<>(subs)) {
            // The late callback of a subscription does not move the cursor of the next one.
            boolean late = continued.stream().anyMatch(sub -> sub.number == old.number);
            boolean exact = world.lives.orderly() && !world.store.failed(old) && !late;
            if (world.random.nextInt(6) == 0) continue;
            world.clock.event(world.latency(), () -> {
                if (world.closed() || world.app.sub(old.number) != old) return;
                SimSub sub = new SimSub(old.number, old.topic, null, old.chain, world);
                sub.exact = exact && world.plan.acknowledgement != Acknowledgement.MANUAL;
                sub.continues = true;
                subscribe(sub);
            });
        }
    }

    /** Subscribes again to a topic whose subscription is over. Its callbacks and saves may still be late. */
    private void subscribeAgain(SimSub old) {
        boolean begun = old.loaded || old.from != null;
        if (world.closed() || subs.get(old.number) != old || !begun || !old.over() || former.size() > 12) return;
        SimSub sub = new SimSub(old.number, old.topic, null, old.chain, world);
        sub.continues = true;
        former.add(old);
        subscribe(sub);
    }

    /** Acknowledges a message at once, later, together with others, or only at the end. */
    void acknowledge(SimSub sub, Message<?> message, SimProgress.Handed handed) {
        Runnable ack = () -> {
            if (sub.isDead()) return;
            sub.progress.done(handed);
            message.ack();
            sub.progress.look(true);
        };
        int when = world.random.nextInt(8);
        if (world.healing() || when < 4) ack.run();
        else if (world.random.nextInt(100) < world.plan.forgets) sub.late.add(ack);
        else if (when < 6) world.clock.event(SimClock.millis(world.random.nextInt(3000)), ack);
        else {
            sub.late.add(0, ack);
            if (sub.late.size() > 3 && world.plan.forgets == 0) acknowledgeLate(sub);
        }
    }

    /** Makes space after a long wait: acknowledges all messages and requests more. */
    void makeRoom() {
        acknowledgeAll();
        for (SimSub sub : subs) if (world.plan.onDemand) sub.demand.ask();
    }

    void acknowledgeAll() {
        for (SimSub sub : all()) acknowledgeLate(sub);
    }

    private static void acknowledgeLate(SimSub sub) {
        List<Runnable> late = new ArrayList<>(sub.late);
        sub.late.clear();
        late.forEach(Runnable::run);
    }

    private void say(String what) {
        if (world.trace.on) world.trace.add("app: " + what);
    }

    /** Performs a random action outside of callbacks. */
    void act() {
        if (world.closed()) return;
        if (world.more.nextInt(4) == 0) world.clients.forEach(RealClient::stats); // looking changes nothing
        if (world.plan.subscribesAgain && world.more.nextInt(3) == 0) {
            List<SimSub> over = subs.stream().filter(SimSub::over).toList();
            if (!over.isEmpty()) subscribeAgain(over.get(world.more.nextInt(over.size())));
        }
        int what = world.random.nextInt(40);
        if (what < 14) subscribe();
        else if (what < 18) anyUnsubscribe();
        else if (what < 21) pause();
        else if (what < 26) resume();
        else if (what < 29) reconnect();
        else if (what < 38) {
            command();
        } else if (what == 38 && world.random.nextInt(3) == 0) close();
        else if (what == 39 && world.random.nextInt(3) == 0) drain();
    }

    private void command() {
        if (!world.plan.multiplexed()) return;
        CompletableFuture<?> unused = world.commands.send(world.random.nextBoolean());
    }

    private void anyUnsubscribe() {
        if (subs.isEmpty()) return;
        SimSub sub = subs.get(world.random.nextInt(subs.size()));
        if (sub.unsubscribed || sub.isDead()) return;
        unsubscribe(sub);
        if (world.plan.subscribesAgain && world.more.nextBoolean()) subscribeAgain(sub);
    }

    /** Performs a random action inside a callback. */
    void live(SimSub sub) {
        if (world.healing() || world.random.nextInt(100) >= world.plan.liveliness) return;
        int what = world.random.nextInt(20);
        if (what < 8) {
            long millis = 1L + world.random.nextInt(world.random.nextInt(4) == 0 ? 30_000 : 300);
            say(sub + "'s listener takes " + millis + " ms");
            world.await(() -> false, SimClock.millis(millis));
        } else if (what < 11) throw new Thrown();
        else if (what == 11) throw new Broken();
        else if (what < 14 && world.plan.multiplexed() && !world.closed()) ask();
        else if (what == 14) unsubscribe(sub);
        else act();
    }

    /** Waits for a reply inside a listener. */
    private void ask() {
        CompletableFuture<?> answer = world.commands.send(true);
        if (!world.mayWait()) return;
        long from;
        do {
            from = world.clock.nanoTime();
            world.await(answer::isDone, SimClock.millis(120_000));
            // While a device sleeps, no reply can arrive.
        } while (!answer.isDone() && !world.failed() && !world.lives.dying() && world.clock.jumpedSince(from));
        if (!answer.isDone() && !world.lives.dying()) world.fail("a listener waits for an answer for ever");
    }
}
