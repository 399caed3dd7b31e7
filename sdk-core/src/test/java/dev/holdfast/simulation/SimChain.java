package dev.holdfast.simulation;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** The fate of the messages of one topic over all lives of the application. */
final class SimChain {
    private final BitSet handled = new BitSet();
    /** The life in which the message was last delivered. */
    private final Map<Integer, Integer> handed = new HashMap<>();

    private final BitSet gone = new BitSet();
    private final SimTopic topic;
    private int begin;

    SimChain(SimTopic topic) {
        this.topic = topic;
    }

    /** Called when the application starts at this message, by its own choice or without a cursor. */
    void restart(SimTopic.Post from) {
        handled.clear();
        handed.clear();
        gone.clear();
        begin = from == null ? 0 : from.number() + 1;
    }

    /** Called when the server resumes after one message, or after 0 for none, and starts with another. */
    void attached(int behind, int start) {
        if (begin == 0) begin = start;
        gone.set(Math.max(begin, behind + 1), Math.max(start, Math.max(begin, behind + 1)));
    }

    /** Returns the life in which the message was last delivered before, or 0. */
    int handed(int number, int life) {
        Integer before = handed.put(number, life);
        return before == null ? 0 : before;
    }

    boolean wasHanded(int number) {
        return handed.containsKey(number);
    }

    /** Returns whether the application has requested this message. */
    boolean owes(int number) {
        return begin > 0 && number >= begin;
    }

    void handled(int number) {
        handled.set(number);
    }

    boolean gone(int number) {
        return gone.get(number);
    }

    /** Returns the first message up to this one that the server had and no life has handled, or 0. */
    int lostBefore(int last) {
        for (int n = begin; begin > 0 && n <= last; n++) {
            if (!handled.get(n) && !gone.get(n) && !topic.post(n).silent()) return n;
        }
        return 0;
    }
}
