package dev.holdfast.simulation;

import dev.holdfast.Overflow;
import dev.holdfast.internal.client.RealClient;
import dev.holdfast.internal.link.Link;
import dev.holdfast.internal.link.ReadPump;
import dev.holdfast.internal.runtime.Mutex;
import dev.holdfast.protocol.HoldfastJson;
import dev.holdfast.protocol.Plain;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;

/** A schedule: the real client with a simulated application, network and server, all drawn from one seed. */
final class SimWorld {
    private static final int MOST_STEPS = 2_000_000;
    private static final int DEEPEST = 4;

    final SplittableRandom random;
    /** Draws what was added later, so that it changes fewer schedules. */
    final SplittableRandom more;

    final SimPlan plan;
    final SimClock clock;
    final SimTrace trace;
    final SimServer server;
    final SimApp app;
    final SimOracle oracle;
    final SimAttempts attempts;
    final SimLives lives;
    final SimStore store;
    final SimHeart heart;
    final SimPlatform platform;
    final SimExecutor executor;
    SimCommands commands;
    SimEvents events;
    /** All clients of this life: the first one, and possibly one derived from it. */
    List<RealClient> clients;
    /** The client that the application and the platform control. */
    RealClient client;

    final List<SimLink> links = new ArrayList<>();
    final SimTransport transport;
    final SimProtocol protocol;
    SimLink opening;
    private final List<SimLink> live = new ArrayList<>();
    private final List<SimLink> ready = new ArrayList<>();
    /** The wait condition of the newest mailbox. */
    SimRoom newest;

    int dialersClosed;
    /** The number of reads on all links. */
    int pieces;

    boolean closing;
    /** The end of the random events. A slow write that goes on for ever would keep the rest from its turn. */
    long scriptEnd;

    private int steps;
    private int depth;
    private boolean drawn;
    private double chance;
    private boolean healing;
    private String failure;

    SimWorld(long seed, boolean traced) {
        random = new SplittableRandom(seed);
        more = new SplittableRandom(~seed);
        plan = new SimPlan(random, more);
        transport = new SimTransport(this);
        clock = new SimClock(random);
        trace = new SimTrace(traced, clock);
        if (traced) trace.add(plan.toString());
        protocol = new SimProtocol(plan.json ? HoldfastJson.create() : Plain.create());
        server = new SimServer(this);
        oracle = new SimOracle(this);
        attempts = new SimAttempts(this);
        lives = new SimLives(this);
        store = new SimStore(this);
        heart = new SimHeart(this);
        platform = new SimPlatform(this);
        executor = new SimExecutor(this);
        app = new SimApp(this);
        commands = new SimCommands(this);
        events = new SimEvents(this);
        clients = lives.newClients();
        client = clients.get(0);
    }

    /** Starts the process of the application again. Nothing of the previous one remains. */
    void beginLife() {
        clock.die();
        for (SimLink link : links) link.die();
        links.clear();
        live.clear();
        attempts.die();
        closing = false;
        dialersClosed = 0;
        commands = new SimCommands(this);
        events = new SimEvents(this);
        platform.beginLife();
        clients = lives.newClients();
        client = clients.get(0);
        app.beginLife();
    }

    /** Runs the schedule. Returns the violation, or null. */
    String run() {
        try {
            script();
            if (!closed()) rest();
            if (!closed()) app.close();
            clock.event(0, () -> {});
            if (!drainedAndQuiet()) fail("something goes on long after close()");
            if (failure == null) oracle.nothingLeft();
            if (clock.breached()) fail("what is confined to the loop was called off it");
        } catch (RuntimeException | Error e) {
            fail("thrown: " + e);
            if (trace.on) for (StackTraceElement at : e.getStackTrace()) trace.add("    at " + at);
        }
        return failure;
    }

    private void script() {
        for (int i = 0; i < plan.acts; i++) {
            clock.event(SimClock.millis(random.nextLong(plan.lengthMillis)), this::happen);
        }
        lives.plan();
        if (plan.derives) clock.event(SimClock.millis(more.nextLong(2 * plan.lengthMillis)), app::closeDerived);
        app.subscribe();
        scriptEnd = clock.nanoTime() + SimClock.millis(plan.lengthMillis);
        do stepUntil(lives::ended, scriptEnd);
        while (lives.next());
    }

    private void rest() {
        healing = true;
        trace.add("the network and the server recover");
        server.heal();
        platform.settle();
        app.settle();
        stepUntil(() -> false, clock.nanoTime() + SimClock.millis(2000));
        oracle.handedOut();
        for (int i = 0; i < 60 && failure == null && !closed(); i++) {
            if (i % 6 == 0) for (SimTopic topic : server.topics.values()) server.publish(topic);
            stepUntil(() -> false, clock.nanoTime() + SimClock.millis(10_000));
            if (i > 0 && oracle.caughtUp()) break;
        }
        if (failure != null || closed()) return;
        if (oracle.caughtUp()) oracle.atRest();
        else oracle.notCaughtUp();
    }

    private boolean drainedAndQuiet() {
        return waitFor(this::quiet) || failure != null;
    }

    boolean waitFor(BooleanSupplier done) {
        return stepUntil(done, clock.nanoTime() + SimClock.millis(120_000));
    }

    /** Returns whether the client has nothing left to do. */
    boolean quiet() {
        return clock.left() == 0 && app.drained() && links.stream().allMatch(SimLink::left);
    }

    /** Triggers a random event at either side or in between. */
    private void happen() {
        if (closed() || healing) return;
        if (plan.steered && random.nextInt(4) == 0) {
            platform.act();
            return;
        }
        int what = random.nextInt(30);
        if (what < 10) {
            List<SimTopic> topics = new ArrayList<>(server.topics.values());
            SimTopic topic = topics.get(random.nextInt(topics.size()));
            boolean burst = random.nextInt(plan.burst > 0 ? 2 : 4) == 0;
            int count = burst ? plan.burst + random.nextInt(30) : random.nextInt(4);
            for (int i = count; i >= 0; i--) server.publish(topic);
        } else if (what < 18) app.act();
        else if (what == 18) {
            boolean forget = random.nextBoolean();
            if (trace.on) trace.add("the server restarts" + (forget ? " and has forgotten all" : ""));
            server.restart(random.nextInt(20_000), forget);
        } else if (what == 19) {
            for (SimTopic topic : server.topics.values()) topic.trim(random.nextInt(5));
        } else if (what == 20) {
            trace.add("the device sleeps");
            clock.jump(SimClock.millis(random.nextInt(300_000)));
        } else if (!server.peers.isEmpty()) {
            SimPeer peer = server.peers.get(random.nextInt(server.peers.size()));
            if (what < 27) {
                if (trace.on) trace.add("the connection of link " + peer.link.number + " breaks");
                server.cut(peer);
            } else if (peer instanceof SimSsePeer stream) {
                if (random.nextBoolean()) stream.retry(random.nextInt(3000));
                else stream.giveUp(random.nextInt(3) == 0);
            } else ((SimSocketPeer) peer).giveUp(random.nextInt(3) == 0);
        }
    }

    // ---- turns

    private boolean stepUntil(BooleanSupplier done, long limit) {
        while (failure == null && !done.getAsBoolean() && !(depth > 0 && lives.dying())) {
            if (!step() && !clock.forward(limit)) return done.getAsBoolean();
            if (++steps > MOST_STEPS) fail("there is no end to it");
        }
        return true;
    }

    /** Runs one of the threads that can continue. */
    private boolean step() {
        ready.clear();
        for (int i = 0; i < live.size(); i++) {
            SimLink link = live.get(i);
            if (link.left()) live.remove(i--);
            else if (link.ready()) ready.add(link);
        }
        int loop = clock.loopDue() ? 1 : 0;
        int event = clock.eventDue() ? 1 : 0;
        int all = loop + event + clock.workers() + ready.size();
        if (all == 0) return false;
        int chosen = random.nextInt(all);
        if (chosen < loop) {
            drawn = false;
            app.lookAtDrain();
            clock.runLoop();
            // The only real thread stands for all. The link identifies the intended one.
            if (Thread.interrupted()) links.forEach(SimLink::interrupted);
            attempts.look(drawn());
        } else if (chosen < loop + event) clock.runEvent();
        else if (chosen < loop + event + clock.workers()) clock.runWorker();
        else ready.get(chosen - loop - event - clock.workers()).read();
        return true;
    }

    /** Blocks the caller while everything else continues. */
    void await(BooleanSupplier done, long mostNanos) {
        if (!mayWait()) return;
        depth++;
        stepUntil(done, clock.nanoTime() + mostNanos);
        depth--;
    }

    boolean mayWait() {
        return depth < DEEPEST;
    }

    long latency() {
        return random.nextInt(4) == 0 ? 0 : SimClock.millis(random.nextLong(1 + plan.latencyMillis));
    }

    /** Returns how many messages a link can deliver without blocking its reading thread. */
    int room(SimLink link) {
        boolean waits = plan.kind == Overflow.Kind.BLOCK && !plan.multiplexed() && !link.link.isOver();
        if (!waits || plan.queue >= SimPlan.ROOMY) return 1 << 20;
        // Its thread can wait, unless the code that makes space waits for it further up the only stack.
        if (mayWait() && !link.sub().isRunning()) return 1 << 20;
        return plan.queue - link.sub().handle.stats().queued() - link.sub().unacknowledged();
    }

    /** Returns whether the application has closed its client or is about to. */
    boolean closed() {
        return closing;
    }

    boolean healing() {
        return healing;
    }

    boolean failed() {
        return failure != null;
    }

    void fail(String what) {
        if (failure != null) return;
        failure = what;
        trace.add("WRONG: " + what);
    }

    Condition waiting(Mutex lock) {
        newest = new SimRoom(this, lock);
        return newest;
    }

    /** Returns the random value of this turn of the loop, NaN if it was not drawn. It applies to one end. */
    double drawn() {
        double said = drawn ? chance : Double.NaN;
        drawn = false;
        return said;
    }

    double draw() {
        drawn = true;
        chance = random.nextDouble();
        return chance;
    }

    void drive(Runnable pump) {
        Link link = ((ReadPump) pump).link();
        SimLink dialled = new SimLink(links.size(), this, link, SimPeek.session(link), protocol.newest());
        links.add(dialled);
        live.add(dialled);
        attempts.attempt(dialled);
        if (trace.on) trace.add("link " + dialled.number + " dials");
        if (!server.mute()) clock.event(latency(), dialled::dialled);
    }
}
