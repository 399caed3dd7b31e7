package dev.holdfast.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

/** An event stream server with its own choice of line ends. */
final class SimSsePeer extends SimPeer {
    private final String eol;
    private final boolean json;
    /** The number of comments sent. */
    private int comments;
    /** The last message sent. */
    private int last;

    SimSsePeer(SimWorld world, SimLink link) {
        super(world, link);
        this.json = world.plan.json;
        String[] ends = {"\n", "\r\n", "\r"};
        this.eol = ends[world.random.nextInt(ends.length)];
    }

    void begin(SimAttach attach) {
        attached(attach);
        if (json) {
            long promise = promise();
            if (promise > 0) {
                block(
                        "data: " + json(-1, "welcome", promised(promise)) + eol,
                        false,
                        () -> world.heart.promised(link, promise));
            }
            String continuity = ",\"continuity\":\"" + SimServer.word(attach.told) + "\"";
            block("data: " + json(-1, "subscribed", continuity) + eol, false, attach.sub.subscribed(attach));
        } else if (!link.link.isOver()) attach.sub.subscribed(attach).run();
        if (world.plan.positions && attach.start > 1 && attach.start > attach.topic.last()) {
            SimTopic.Post at = attach.topic.post(attach.start - 1);
            if (at.epoch() == attach.topic.epoch()) position(attach, at);
        }
        replay(attach);
    }

    private void block(String lines, boolean message, Runnable then) {
        // The first byte of a line end completes the line.
        link.send((lines + eol).getBytes(UTF_8), eol.length() - 1, message, then);
    }

    /** Sends a comment at times. One inside an event comes before it. */
    private void mayComment(SimAttach attach) {
        if (!world.plan.comments || world.healing() || world.more.nextInt(6) > 0) return;
        String text = comments++ % 7 == 0 ? "" : SimTopic.text(comments, attach.number);
        SimComments.Comment comment = new SimComments.Comment(attach.number, last, text);
        String line = (text.isEmpty() ? ":" : ": " + text) + eol;
        link.send(line.getBytes(UTF_8), eol.length() - 1, true, () -> attach.sub.comments.fed(attach, comment));
    }

    @Override
    void post(SimAttach attach, SimTopic.Post post) {
        mayComment(attach);
        String text = SimTopic.text(post.number(), attach.number);
        Runnable then = taken(attach, post);
        if (!json) {
            String head = "id:" + post.id() + eol + "event: post" + eol;
            if (world.plan.comments) {
                link.send(head.getBytes(UTF_8), false, null);
                mayComment(attach);
                head = "";
            }
            block(head + "data:" + text + eol, true, then);
        } else if (post.number() % 2 == 0) {
            String frame = json(-1, "message", ",\"data\":\"" + text + "\"");
            block("data: " + frame + eol + "id: " + post.id() + eol, true, then);
        } else {
            String frame = json(-1, "message", ",\"id\":\"" + post.id() + "\",\"data\":\"" + text + "\"");
            block("data: " + frame + eol, true, then);
        }
        last = post.number();
    }

    @Override
    void position(SimAttach attach, SimTopic.Post post) {
        block("id: " + post.id() + eol, false, () -> attach.sub.moved(attach, post));
    }

    @Override
    void poison(SimAttach attach, SimTopic.Post post) {
        boolean broken = json && post.number() % 2 == 0;
        String text = broken ? "{}" : "x".repeat(SimPlan.TOO_MUCH);
        block("data: " + text + eol, false, null);
        link.broken();
    }

    @Override
    void keepAlive() {
        // A comment that the client passes on would be one more to expect.
        link.send(((world.plan.comments ? "x" : ": still here") + eol).getBytes(UTF_8), false, null);
    }

    /** Sends a minimum delay before each later attempt. */
    void retry(long millis) {
        link.send(
                ("retry: " + millis + eol).getBytes(UTF_8),
                eol.length() - 1,
                false,
                () -> world.attempts.floor(link, millis));
    }

    /** Ends the subscription. */
    void giveUp(boolean forGood) {
        if (!json || attaches.isEmpty()) return;
        SimAttach attach = attaches.get(0);
        block("data: " + json(-1, "ended", ",\"retry\":" + !forGood) + eol, false, attach.sub.givenUp(forGood));
        detach(attach);
    }

    @Override
    void received(byte[] bytes) {
        world.fail("bytes were sent on an event stream");
    }

    @Override
    void farewell() {
        gone();
        link.end();
    }
}
