package dev.holdfast.simulation;

import java.util.ArrayDeque;

/** Checks the comments of one subscription: each arrives once, unchanged and in its place, or is dropped. */
final class SimComments {
    /** A comment, sent on one connection after one message, or after 0 for none. */
    record Comment(int attach, int after, String text) {}

    private final SimWorld world;
    private final SimSub sub;
    /** The comments that the client received, and whose place the listener has not reached. */
    private final ArrayDeque<Comment> fed = new ArrayDeque<>();

    private Comment last = new Comment(-1, 0, "");

    SimComments(SimWorld world, SimSub sub) {
        this.world = world;
        this.sub = sub;
    }

    /** Called when a comment arrives on a current connection. */
    void fed(SimAttach attach, Comment comment) {
        fed.add(comment);
        sub.counts.comment(comment.text);
        sub.pressure.fed(attach.peer.link);
    }

    /** Called when the listener receives a comment. */
    void heard(String text) {
        Comment heard = fed.poll();
        while (heard != null && !heard.text.equals(text)) {
            missing(heard);
            heard = fed.poll();
        }
        if (heard == null) {
            world.fail(sub + " was given a comment that nobody sent, or not in its place: " + text);
        } else if (sub.told == null) {
            world.fail(sub + " was given a comment before it was told of the subscribe");
        } else if (sub.lastAttach > heard.attach || (sub.lastAttach == heard.attach && sub.last > heard.after)) {
            world.fail(sub + " was given message " + sub.last + " before a comment that came after " + heard.after);
        } else last = heard;
    }

    /** Called at rest, when the listener has received all that arrived. */
    void atRest() {
        while (!fed.isEmpty()) missing(fed.remove());
    }

    /** Called when the listener receives a message. */
    void reached(int attach, int number) {
        if (attach < last.attach || (attach == last.attach && number <= last.after))
            world.fail(sub + " was given message " + number + " after a comment that came after " + last.after);
        while (!fed.isEmpty() && isBefore(fed.peek(), attach, number)) missing(fed.remove());
    }

    private static boolean isBefore(Comment comment, int attach, int number) {
        return comment.attach < attach || (comment.attach == attach && comment.after < number);
    }

    private void missing(Comment comment) {
        if (world.plan.leaves()) return;
        if (!world.plan.sheds()) world.fail(sub + " was not given the comment " + comment.text);
        sub.missing++;
    }
}
