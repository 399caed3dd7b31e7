package dev.holdfast.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * The history of one feed on a server. Every published message has a number; on the wire it is identified by its id.
 */
final class SimTopic {
    /** A message, numbered from 1. Subscribers see only the cursor of a silent message, and cannot read poison. */
    record Post(int number, int epoch, String id, boolean silent, boolean poison) {
        /** Returns the cursor after it, or null if it resets the cursor. */
        String cursor() {
            return id.isEmpty() ? null : id;
        }
    }

    final String name;
    final List<SimAttach> attaches = new ArrayList<>();
    private final List<Post> posts = new ArrayList<>();
    private final int history;
    private final boolean sameIds;
    private int epoch = 1;
    /** The number of the oldest message that the server still has. */
    private int oldest = 1;
    /** The offset that is subtracted from a number to reuse an earlier id. */
    private int shift;

    SimTopic(String name, int history, boolean sameIds) {
        this.name = name;
        this.history = history;
        this.sameIds = sameIds;
    }

    /** Publishes a message. {@code empty} gives it an empty id, which resets the cursor. */
    Post publish(boolean silent, boolean empty) {
        int number = posts.size() + 1;
        String id = sameIds ? "" + (number - shift) : "e" + epoch + ":" + number;
        Post post = new Post(number, epoch, empty ? "" : id, silent, false);
        posts.add(post);
        oldest = Math.max(oldest, number - history + 1);
        return post;
    }

    /** Publishes a message that no client can read. */
    Post poison() {
        Post post = new Post(posts.size() + 1, epoch, "e" + epoch + ":" + (posts.size() + 1), true, true);
        posts.add(post);
        oldest = Math.max(oldest, post.number - history + 1);
        return post;
    }

    int last() {
        return posts.size();
    }

    /** Returns the newest message that subscribers see. */
    int lastSeen() {
        int number = last();
        while (number > 0 && post(number).silent) number--;
        return number;
    }

    /** Returns the first message from this one on that subscribers see. */
    int seenFrom(int number) {
        int next = number;
        while (next <= last() && post(next).silent) next++;
        return next;
    }

    int oldest() {
        return oldest;
    }

    int epoch() {
        return epoch;
    }

    Post post(int number) {
        return posts.get(number - 1);
    }

    /** Returns the newest message with this id, or null if there was none. */
    Post find(String id) {
        for (int i = posts.size() - 1; i >= 0; i--) if (posts.get(i).id.equals(id)) return posts.get(i);
        return null;
    }

    /** Loses the whole history. */
    void forget(int overlap) {
        epoch++;
        oldest = posts.size() + 1;
        shift = Math.max(0, Math.min(posts.size(), shift + overlap));
    }

    /** Loses the history except the last messages. */
    void trim(int keep) {
        oldest = Math.max(oldest, posts.size() - keep + 1);
    }

    /** Returns the number of a message, given its text as such or as JSON. */
    static int number(String text) {
        return Integer.parseInt(text.substring(text.startsWith("\"") ? 1 : 0, text.indexOf('|')));
    }

    /** Returns the text of a message: recognisable, and sometimes long or unusual. */
    static String text(int number, int attach) {
        StringBuilder text =
                new StringBuilder().append(number).append('|').append(attach).append('|');
        for (int i = number % 7; i > 0; i--) text.append(number % 3 == 0 ? "é€😀" : "lorem ");
        if (number % 23 == 0) for (int i = 0; i < 60; i++) text.append("0123456789");
        return text.toString();
    }
}
