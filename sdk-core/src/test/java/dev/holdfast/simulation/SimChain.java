package dev.holdfast.simulation;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** What became of one topic's messages over all lives of the app. */
final class SimChain {
    private final BitSet handled = new BitSet();
    /** In which life it was last handed out. */
    private final Map<Integer, Integer> handed = new HashMap<>();

    private final BitSet gone = new BitSet();
    private final SimTopic topic;
    private int begin;

    SimChain(SimTopic topic) {
        this.topic = topic;
    }

    /** The app goes on from here by its own will, or because it knows no better. */
    void restart(SimTopic.Post from) {
        handled.clear();
        handed.clear();
        gone.clear();
        begin = from == null ? 0 : from.number() + 1;
    }

    /** The server takes it up behind one message, 0 for none, and begins with another. */
    void attached(int behind, int start) {
        if (begin == 0) begin = start;
        gone.set(Math.max(begin, behind + 1), Math.max(start, Math.max(begin, behind + 1)));
    }

    /** Answers the life in which it was last handed out before, 0 for none. */
    int handed(int number, int life) {
        Integer before = handed.put(number, life);
        return before == null ? 0 : before;
    }

    boolean wasHanded(int number) {
        return handed.containsKey(number);
    }

    /** Whether it is one of those that the app has asked for. */
    boolean owes(int number) {
        return begin > 0 && number >= begin;
    }

    void handled(int number) {
        handled.set(number);
    }

    boolean gone(int number) {
        return gone.get(number);
    }

    /** The first message up to this one that no life has handled though the server had it; 0 where there is none. */
    int lostBefore(int last) {
        for (int n = begin; begin > 0 && n <= last; n++) {
            if (!handled.get(n) && !gone.get(n) && !topic.post(n).silent()) return n;
        }
        return 0;
    }
}
