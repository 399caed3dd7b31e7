package dev.holdfast.simulation;

import java.util.ArrayDeque;

/** The progress of the application in one subscription: the range of valid cursors, based on what the listener did. */
final class SimProgress {
    /** A message or a cursor without a message that the client received. */
    private record Item(int number, boolean bare) {}

    /** A message that the listener received. */
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
    /** The last message before which all delivered messages are handled. */
    private int done;
    /** The furthest valid cursor. */
    private int bound;
    /** The furthest cursor seen. */
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

    /** Called when the client receives something new. */
    void fed(int number, boolean bare) {
        fed.add(new Item(number, bare));
        advance();
    }

    Handed handed(int number) {
        Handed message = new Handed(number);
        handed.add(message);
        return message;
    }

    /** Called when the application has handled a message, by returning or by acknowledging it. */
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
            // Messages that were dropped, or left on the wire and lost since, are never delivered.
            default ->
                next.bare
                        || next.number <= done
                        || sub.chain.gone(next.number)
                        || (world.plan.sheds() && (handed.isEmpty() || handed.peek().number > next.number));
        };
    }

    /** Returns the number of delivered messages that are not acknowledged. */
    int unacknowledged() {
        return handed.size();
    }

    /** Checks the cursor: never past the handled messages, never backwards. */
    void look() {
        if (sub.handle != null) look(sub.handle.mailbox().isQuiet());
    }

    /** Checks the cursor. If {@code quiet}, it must be as far as the application. */
    void look(boolean quiet) {
        if (!world.plan.ids() || sub.isDead()) return;
        advance();
        String cursor = sub.handle.cursor();
        // Before anything is handled there is no cursor either.
        if (cursor == null && shown > 0 && mayBeEmpty()) cursor = "";
        if (cursor == null) {
            if (shown > 0) world.fail(sub + " has forgotten its cursor, " + said);
            if (quiet && done > 0 && !mayBeEmpty())
                world.fail(sub + " has no cursor though message " + done + " is done with");
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
        // A reused or an empty id may stand for several messages.
        boolean several = world.plan.sameIds || cursor.isEmpty();
        int lowest = Math.max(1, shown);
        while (several && !is(cursor, lowest)) lowest++;
        shown = several ? lowest : highest;
        said = cursor;
    }

    private boolean mayBeEmpty() {
        int number = world.plan.emptyIds ? bound : 0;
        while (number >= Math.max(1, shown) && !is("", number)) number--;
        return number >= Math.max(1, shown);
    }

    /** Returns whether the cursor is at its start. */
    boolean unmoved() {
        look();
        return shown == began;
    }

    /** Returns the message of this cursor, or null if the client has none or another one. */
    SimTopic.Post seen(String cursor) {
        look();
        return shown > 0 && is(cursor, shown) ? sub.topic.post(shown) : null;
    }

    private boolean is(String cursor, int number) {
        return sub.topic.post(number).id().equals(cursor);
    }
}
