package dev.holdfast.simulation;

import dev.holdfast.CloseReason;
import java.util.ArrayList;
import java.util.List;

/** The server's end of one connection. */
abstract class SimPeer {
    final SimWorld world;
    final SimLink link;
    final List<SimAttach> attaches = new ArrayList<>();
    boolean gone;

    SimPeer(SimWorld world, SimLink link) {
        this.world = world;
        this.link = link;
    }

    /** Sends one message of a subscription. */
    abstract void post(SimAttach attach, SimTopic.Post post);

    /** Sends the position of a message that is not for this subscription. */
    abstract void position(SimAttach attach, SimTopic.Post post);

    void say(SimAttach attach, SimTopic.Post post) {
        if (post.silent()) position(attach, post);
        else post(attach, post);
    }

    /** Something that means nothing. */
    abstract void keepAlive();

    /** Bytes of the client. */
    abstract void received(byte[] bytes);

    /** Ends the connection of its own will. */
    abstract void farewell();

    /** The client hears something of a subscription: a message's number, or the position it brings. */
    Runnable taken(SimAttach attach, SimTopic.Post post) {
        return () -> attach.sub.taken(attach, post);
    }

    void attached(SimAttach attach) {
        attaches.add(attach);
        attach.topic.attaches.add(attach);
    }

    /** Sends what a new subscription has not had, and perhaps some that it has had. */
    void replay(SimAttach attach) {
        int from = attach.start;
        int again = world.plan.again;
        if (again > 0 && !attach.broken && attach.sub.runStart() > 0) {
            int had = attach.sub.runStart();
            int earlier = Math.max(had, from - world.random.nextInt(again + 1));
            from = Math.min(from, Math.max(attach.topic.oldest(), earlier));
        }
        for (int n = from; n <= attach.topic.last(); n++) {
            SimTopic.Post post = attach.topic.post(n);
            // A position that came before would take the client back.
            if (n >= attach.start || !post.silent()) say(attach, post);
        }
    }

    void detach(SimAttach attach) {
        attaches.remove(attach);
        attach.topic.attaches.remove(attach);
    }

    /** How often the server means to be heard, in milliseconds; 0 where it does not say. */
    long promise() {
        return world.random.nextInt(3) > 0 ? 0 : 5000 + world.random.nextInt(40_000);
    }

    static String promised(long promise) {
        return promise == 0 ? "" : ",\"heartbeat\":" + promise;
    }

    /** The client has left the connection for this reason. */
    void left(CloseReason reason) {
        gone();
    }

    /** Nobody is at the other end any more. */
    void gone() {
        if (gone) return;
        gone = true;
        for (SimAttach attach : new ArrayList<>(attaches)) detach(attach);
        world.server.peers.remove(this);
    }

    static String json(long sub, String type, String more) {
        return "{\"type\":\"" + type + "\"" + (sub < 0 ? "" : ",\"sub\":" + sub) + more + "}";
    }
}
