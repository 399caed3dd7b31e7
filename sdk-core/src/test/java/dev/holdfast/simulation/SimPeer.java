package dev.holdfast.simulation;

import dev.holdfast.CloseReason;
import java.util.ArrayList;
import java.util.List;

/** The server side of one connection. */
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

    /** Sends the cursor of a message that is not for this subscription. */
    abstract void position(SimAttach attach, SimTopic.Post post);

    void say(SimAttach attach, SimTopic.Post post) {
        if (post.poison()) poison(attach, post);
        else if (post.silent()) position(attach, post);
        else post(attach, post);
    }

    /** Sends something that no client can read. */
    abstract void poison(SimAttach attach, SimTopic.Post post);

    /** Sends data without meaning. */
    abstract void keepAlive();

    /** Receives bytes of the client. */
    abstract void received(byte[] bytes);

    /** Ends the connection at the choice of the server. */
    abstract void farewell();

    /**
     * Returns the action that runs when the client receives something of a subscription: the number of a message, or
     * its cursor.
     */
    Runnable taken(SimAttach attach, SimTopic.Post post) {
        return () -> attach.sub.taken(attach, post);
    }

    void attached(SimAttach attach) {
        attaches.add(attach);
        attach.topic.attaches.add(attach);
    }

    /** Sends what a new subscription has not received, and possibly messages that it has. */
    void replay(SimAttach attach) {
        int from = attach.start;
        int again = world.plan.again;
        if (again > 0 && !attach.broken && attach.sub.runStart() > 0) {
            int had = attach.sub.runStart();
            int few = world.random.nextInt(again + 1);
            int earlier = Math.max(had, from - (world.plan.wide ? again : few));
            from = Math.min(from, Math.max(attach.topic.oldest(), earlier));
        }
        for (int n = from; n <= attach.topic.last(); n++) {
            SimTopic.Post post = attach.topic.post(n);
            // An earlier cursor would move the client back.
            if (n >= attach.start || !post.silent()) say(attach, post);
        }
    }

    void detach(SimAttach attach) {
        attaches.remove(attach);
        attach.topic.attaches.remove(attach);
    }

    /** Returns the heartbeat interval of the server in milliseconds, or 0 if it announces none. */
    long promise() {
        return world.random.nextInt(3) > 0 ? 0 : 5000 + world.random.nextInt(40_000);
    }

    static String promised(long promise) {
        return promise == 0 ? "" : ",\"heartbeat\":" + promise;
    }

    /** Called when the client has ended the connection for this reason. */
    void left(CloseReason reason) {
        gone();
    }

    /** Called when the other side no longer exists. */
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
