package dev.holdfast.simulation;

import dev.holdfast.Continuity;

/** One subscription as a server sees it, on one connection. */
final class SimAttach {
    final int number;
    final SimTopic topic;
    final SimPeer peer;
    /** Whose it is. */
    final SimSub sub;
    /** What it is called on the connection. */
    final long name;
    /** What the server says of what came before. */
    final Continuity told;
    /** The first message that the client has not had, as far as the server has it. */
    final int start;
    /** Whether messages may be missing before {@link #start}, in truth. */
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
}
