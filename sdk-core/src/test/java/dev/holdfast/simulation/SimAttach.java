package dev.holdfast.simulation;

import dev.holdfast.Continuity;
import dev.holdfast.internal.delivery.RealWireSubscription;

/** A subscription on one connection, as the server sees it. */
final class SimAttach {
    final int number;
    final SimTopic topic;
    final SimPeer peer;
    /** The subscription of the application. */
    final SimSub sub;
    /** Its name on the connection. */
    final long name;
    /** The continuity that the server reports, or a gap if the client discarded its cursor before. */
    Continuity told;
    /** The first message, available on the server, that the client has not received. */
    final int start;
    /** The client's request; null on a connection of its own. */
    RealWireSubscription wire;
    /** Whether messages may really be missing before {@link #start}. */
    final boolean broken;

    SimAttach(
            int number,
            SimTopic topic,
            SimPeer peer,
            SimSub sub,
            long name,
            Continuity told,
            int start,
            boolean broken) {
        this.number = number;
        this.topic = topic;
        this.peer = peer;
        this.sub = sub;
        this.name = name;
        this.told = told;
        this.start = start;
        this.broken = broken;
    }

    /** Returns whether the client has replaced its request, and ignores what still comes for it. */
    boolean isReplaced() {
        return wire != null && !peer.world.plan.leaves() && peer.link.talk.isReplaced(wire);
    }
}
