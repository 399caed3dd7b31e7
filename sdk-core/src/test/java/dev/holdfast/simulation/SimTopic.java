package dev.holdfast.simulation;

import java.util.ArrayList;
import java.util.List;

/** What a server has of one feed. Every message ever published has a number; what the wire shows is its id. */
final class SimTopic {
    /** One message, from 1 on; of a silent one subscribers see the position only. */
    record Post(int number, int epoch, String id, boolean silent) {}

    final String name;
    final List<SimAttach> attaches = new ArrayList<>();
    private final List<Post> posts = new ArrayList<>();
    private final int history;
    private final boolean sameIds;
    private int epoch = 1;
    /** The number of the oldest message the server still has. */
    private int oldest = 1;
    /** What is taken off a number to make an id that was there before. */
    private int shift;

    SimTopic(String name, int history, boolean sameIds) {
        this.name = name;
        this.history = history;
        this.sameIds = sameIds;
    }

    Post publish(boolean silent) {
        int number = posts.size() + 1;
        Post post = new Post(number, epoch, sameIds ? "" + (number - shift) : "e" + epoch + ":" + number, silent);
        posts.add(post);
        oldest = Math.max(oldest, number - history + 1);
        return post;
    }

    int last() {
        return posts.size();
    }

    /** The newest that subscribers see. */
    int lastSeen() {
        int number = last();
        while (number > 0 && post(number).silent) number--;
        return number;
    }

    /** The first from this one on that subscribers see, where there is one. */
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

    /** The newest message with this id, null where there never was one. */
    Post find(String id) {
        for (int i = posts.size() - 1; i >= 0; i--) if (posts.get(i).id.equals(id)) return posts.get(i);
        return null;
    }

    /** The server lost what it had. */
    void forget(int overlap) {
        epoch++;
        oldest = posts.size() + 1;
        shift = Math.max(0, Math.min(posts.size(), shift + overlap));
    }

    /** The server has only so many left. */
    void trim(int keep) {
        oldest = Math.max(oldest, posts.size() - keep + 1);
    }

    /** What a message looks like: recognisable, and long or strange now and then. */
    static String text(int number, int attach) {
        StringBuilder text =
                new StringBuilder().append(number).append('|').append(attach).append('|');
        for (int i = number % 7; i > 0; i--) text.append(number % 3 == 0 ? "é€😀" : "lorem ");
        if (number % 23 == 0) for (int i = 0; i < 60; i++) text.append("0123456789");
        return text.toString();
    }
}
