package dev.holdfast.simulation;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.transport.SimWire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** The servers behind one URL, and their current behaviour. */
final class SimServer {
    private static final int[] PASSING = {408, 421, 425, 429, 500, 502, 503, 504};
    private static final int[] FINAL = {204, 301, 400, 401, 403, 404, 410, 501, 505};

    /** A little more than the time for which a client keeps a connection that nothing uses. */
    private static final long IDLE_NANOS = SimClock.millis(5500);

    private final SimWorld world;
    final Map<String, SimTopic> topics = new TreeMap<>();
    final List<SimPeer> peers = new ArrayList<>();
    private final List<SimAttach> attaches = new ArrayList<>();
    private long downUntil;
    private int trouble;

    SimServer(SimWorld world) {
        this.world = world;
        this.trouble = world.plan.trouble;
        for (int i = 0; i < world.plan.topics; i++) {
            topics.put("t" + i, new SimTopic("t" + i, world.plan.history, world.plan.sameIds));
        }
        world.clock.event(SimClock.millis(4000), this::keepAlive);
    }

    static String word(Continuity continuity) {
        return continuity.name().toLowerCase(Locale.ROOT);
    }

    /** Ends all faults. */
    void heal() {
        trouble = 0;
        downUntil = 0;
    }

    boolean healed() {
        return trouble == 0;
    }

    private boolean troubled() {
        return world.random.nextInt(100) < trouble;
    }

    /** Returns whether this attempt gets no response at all. */
    boolean mute() {
        return troubled() && world.random.nextInt(3) == 0;
    }

    /** Handles an attempt: accepts it, or throws what its client receives. */
    void accept(SimLink link) throws IOException {
        String sent = link.target().authorization();
        String own = link.token == null ? null : "Bearer " + link.token;
        if (!Objects.equals(sent, own)) world.fail("link " + link.number + " sent " + sent + " instead of " + own);
        if (world.plan.credentials && sent == null) world.fail("link " + link.number + " sent no credentials");
        if (world.clock.nanoTime() < downUntil) refuse(link);
        if (world.plan.credentials && troubled() && world.random.nextInt(3) == 0) {
            throw judged(link, 401, "text/plain", 0, false);
        }
        if (troubled()) {
            if (world.random.nextInt(12) == 0)
                throw judged(link, FINAL[world.random.nextInt(FINAL.length)], "text/plain", 0, false);
            refuse(link);
        }
        if (world.plan.sends) accept(link, new SimSocketPeer(world, link));
        else accept(link, new SimSsePeer(world, link));
    }

    private void refuse(SimLink link) throws IOException {
        int manner = world.random.nextInt(4);
        if (manner < 2) throw new IOException(manner == 0 ? "Connection refused" : "unknown host");
        if (manner == 2 && !world.plan.sends) throw judged(link, 200, "text/html", 0, true);
        int after = world.random.nextInt(4);
        throw judged(link, PASSING[world.random.nextInt(PASSING.length)], "text/plain", after, true);
    }

    private CloseException judged(SimLink link, int status, String type, int after, boolean passing) {
        CloseReason reason = SimWire.refusal(status, type, after);
        if (reason.retryable() != passing) world.fail("an answer is misjudged: " + reason);
        if (passing) world.attempts.asked(link, 1000L * after);
        return new CloseException(reason);
    }

    private void accept(SimLink link, SimPeer peer) {
        link.peer = peer;
        peers.add(peer);
        if (!world.plan.sends) link.headers.put("Content-Type", "text/event-stream; charset=utf-8");
        if (world.plan.multiplexed()) {
            link.headers.put("Sec-WebSocket-Protocol", "holdfast.v1");
            return;
        }
        String url = link.target().url();
        String topic = url.substring(url.lastIndexOf(world.plan.json && !world.plan.sends ? '=' : '/') + 1);
        String cursor = link.target().headers().get("Last-Event-ID");
        SimAttach attach = attach(peer, world.app.sub(link.sub().handle, topic), cursor, -1);
        if (!world.plan.json && cursor != null && world.plan.tells) {
            link.headers.put("Last-Event-ID", attach.told == Continuity.RESUMED ? cursor : "another");
        }
        if (peer instanceof SimSocketPeer socket) socket.begin(attach);
        else ((SimSsePeer) peer).begin(attach);
    }

    /** Accepts a subscription. */
    SimAttach attach(SimPeer peer, SimSub sub, String cursor, long wireName) {
        SimTopic topic = sub.topic;
        // A request on an abandoned connection may arrive after one on the next connection.
        boolean current = !peer.link.link.isOver();
        if (current) world.oracle.asked(sub, cursor);
        if (current && world.plan.keeps && sub.from == null && !sub.loaded) {
            world.fail(sub + " is asked for before its store could say from where");
        }
        SimTopic.Post known = cursor == null ? null : topic.find(cursor);
        boolean lost = known != null && (sub.epoch() != topic.epoch() || known.number() + 1 < topic.oldest());
        if (known != null && known.epoch() != topic.epoch()) lost = true;
        Continuity truth =
                cursor == null ? Continuity.FRESH : known == null || lost ? Continuity.GAP : Continuity.RESUMED;
        Continuity told = truth;
        if (!world.plan.json && cursor == null && sub.wasSubscribed()) told = Continuity.UNKNOWN;
        if (!world.plan.tells && cursor != null) told = Continuity.UNKNOWN;
        int start = truth == Continuity.FRESH
                ? topic.last() + 1
                : truth == Continuity.GAP ? topic.oldest() : known.number() + 1;
        SimAttach attach =
                new SimAttach(attaches.size(), topic, peer, sub, wireName, told, start, truth != Continuity.RESUMED);
        attaches.add(attach);
        if (current && world.app.sub(sub.number) == sub) sub.chain.attached(behind(sub, known), start);
        if (world.trace.on) {
            world.trace.add(
                    "server: link " + peer.link.number + " asks for " + sub + " from " + cursor + ", is subscription "
                            + attach.number + ", " + truth
                            + ", told " + told + ", starts at " + start);
        }
        return attach;
    }

    /** Returns the last message that a client has, or 0 if its cursor does not say. */
    private int behind(SimSub sub, SimTopic.Post known) {
        if (known != null) return world.plan.sameIds ? 0 : known.number();
        boolean exact = world.plan.emptyIds || world.plan.poison != null;
        return exact && sub.taken() != null ? sub.taken().number() : 0;
    }

    SimAttach attach(int number) {
        return number >= 0 && number < attaches.size() ? attaches.get(number) : null;
    }

    // ---- events of the server

    void publish(SimTopic topic) {
        if (world.plan.poison != null && world.more.nextInt(30) == 0) {
            SimTopic.Post post = topic.poison();
            if (world.trace.on) world.trace.add("server: publishes poison, " + topic.name + " " + post.number());
            for (SimAttach attach : new ArrayList<>(topic.attaches)) attach.peer.say(attach, post);
            return;
        }
        boolean silent = world.plan.silent && world.random.nextInt(5) == 0;
        SimTopic.Post post = topic.publish(silent, world.plan.emptyIds && world.more.nextInt(5) == 0);
        if (world.trace.on) world.trace.add("server: publishes " + topic.name + " " + post.number());
        for (SimAttach attach : new ArrayList<>(topic.attaches)) attach.peer.say(attach, post);
    }

    /** Checks at rest that it serves exactly the live subscriptions, each once. */
    void atRest() {
        Set<SimSub> served = new HashSet<>();
        for (SimPeer peer : peers) {
            for (SimAttach attach : peer.attaches) {
                if (attach.sub.over()) world.fail(attach.sub + " is over, and the server still has it");
                if (!served.add(attach.sub)) world.fail(attach.sub + " is subscribed twice at the server");
            }
            if (peer.attaches.isEmpty() && world.commands.idleFor(IDLE_NANOS)) {
                world.fail("link " + peer.link.number + " is open though nothing is subscribed");
            }
        }
        // A client may not know yet that its connection is silent.
        if (world.links.stream().anyMatch(l -> !l.left() && l.isDeaf())) return;
        for (SimSub sub : world.app.subs()) {
            if (!sub.over() && !served.contains(sub)) world.fail(sub + " is not subscribed at the server");
        }
    }

    private void keepAlive() {
        for (SimPeer peer : new ArrayList<>(peers)) peer.keepAlive();
        // Well below the shortest heartbeat, so that a live connection never looks dead.
        world.clock.event(SimClock.millis(4000), this::keepAlive);
    }

    /** Ends all connections in some way, and accepts none for a while. */
    void restart(long downMillis, boolean forget) {
        for (SimPeer peer : new ArrayList<>(peers)) cut(peer);
        downUntil = world.clock.nanoTime() + SimClock.millis(downMillis);
        if (forget) for (SimTopic topic : topics.values()) topic.forget(1 + world.random.nextInt(20));
    }

    /** Ends one connection. */
    void cut(SimPeer peer) {
        int manner = world.random.nextInt(4);
        if (manner == 0) peer.farewell();
        else if (manner == 1) {
            peer.link.silence();
            peer.gone();
        } else {
            peer.link.reset();
            peer.gone();
        }
    }
}
