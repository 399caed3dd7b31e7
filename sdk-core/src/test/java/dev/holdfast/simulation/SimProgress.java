package dev.holdfast.simulation;

import java.util.ArrayDeque;

/** How far the app has come with one subscription: what its cursor may say, by what the listener did. */
final class SimProgress {
    /** A message, or a position without one, that the client was fed. */
    private record Item(int number, boolean bare) {}

    /** A message that the listener was given. */
    static final class Handed {
        final int number;
        private boolean done;

        Handed(int number) {
            this.number = number;
        }
    }

    private final SimWorld world;
    private final SimSub sub;
    private final ArrayDeque<Item> fed = new ArrayDeque<>();
    private final ArrayDeque<Handed> handed = new ArrayDeque<>();
    /** The last message before which all that was handed out is done with. */
    private int done;
    /** The furthest that the cursor may say. */
    private int bound;
    /** The furthest that it has said. */
    private int shown;

    private int began;

    private String said;

    SimProgress(SimWorld world, SimSub sub) {
        this.world = world;
        this.sub = sub;
    }

    void begin(SimTopic.Post from) {
        bound = from == null ? 0 : from.number();
        shown = bound;
        began = bound;
        said = from == null ? null : from.id();
    }

    /** The client was fed something that it had not had. */
    void fed(int number, boolean bare) {
        fed.add(new Item(number, bare));
        advance();
    }

    Handed handed(int number) {
        Handed message = new Handed(number);
        handed.add(message);
        return message;
    }

    /** The app is done with it: it has returned from its callback, or acknowledged it. */
    void done(Handed message) {
        if (message.done || sub.isDead()) return;
        message.done = true;
        sub.chain.handled(message.number);
        while (!handed.isEmpty() && handed.peek().done) done = handed.remove().number;
        advance();
    }

    private void advance() {
        for (Item next = fed.peek(); next != null && passes(next); next = fed.peek()) {
            bound = fed.remove().number;
        }
    }

    private boolean passes(Item next) {
        return switch (world.plan.acknowledgement) {
            case ON_RECEIPT -> true;
            // What is shed, or was left on the wire and is gone by now, is never handed out.
            default ->
                next.bare
                        || next.number <= done
                        || sub.chain.gone(next.number)
                        || (world.plan.sheds() && (handed.isEmpty() || handed.peek().number > next.number));
        };
    }

    /** How many messages count as handed out and not acknowledged. */
    int unacknowledged() {
        return handed.size();
    }

    /** Looks at the cursor: never beyond what is done with, never back. */
    void look() {
        if (sub.handle != null) look(sub.handle.mailbox().isQuiet());
    }

    /** The same, where it must have come as far as the app has. */
    void look(boolean quiet) {
        if (!world.plan.ids() || sub.isDead()) return;
        advance();
        String cursor = sub.handle.cursor();
        if (cursor == null) {
            if (shown > 0) world.fail(sub + " has forgotten its cursor, " + said);
            if (quiet && done > 0) world.fail(sub + " has no cursor though message " + done + " is done with");
            return;
        }
        int highest = bound;
        while (highest >= Math.max(1, shown) && !is(cursor, highest)) highest--;
        if (highest < Math.max(1, shown)) {
            world.fail(sub + " has the cursor " + cursor + " though the app is done up to message " + bound
                    + ", and it was " + said);
            return;
        }
        if (quiet && highest < done) {
            world.fail(sub + " has the cursor " + cursor + " though message " + done + " is done with");
        }
        // An id that comes again may stand for more than one.
        int lowest = Math.max(1, shown);
        while (world.plan.sameIds && !is(cursor, lowest)) lowest++;
        shown = world.plan.sameIds ? lowest : highest;
        said = cursor;
    }

    /** Whether the cursor is where it began. */
    boolean unmoved() {
        look();
        return shown == began;
    }

    /** The message that this cursor stands for, null where the client has none or another one. */
    SimTopic.Post seen(String cursor) {
        look();
        return shown > 0 && is(cursor, shown) ? sub.topic.post(shown) : null;
    }

    private boolean is(String cursor, int number) {
        return sub.topic.post(number).id().equals(cursor);
    }
}
