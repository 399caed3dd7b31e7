package dev.holdfast.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.Acknowledgement;
import dev.holdfast.ClientStats;
import dev.holdfast.Continuity;
import dev.holdfast.SubscriptionStats;
import dev.holdfast.internal.client.RealClient;

/** Counts what one subscription received, and compares it with the counters of the client. */
final class SimCounts {
    private final SimWorld world;
    private final SimSub sub;
    private long received;
    private long comments;
    private long bytes;
    private long duplicates;
    private long subscribes;
    private long gaps;
    /** The number of messages and comments that the listener received. */
    private long messages;
    /** The number of callbacks that threw. */
    private long thrown;

    SimCounts(SimWorld world, SimSub sub) {
        this.world = world;
        this.sub = sub;
    }

    void received(int number, int attach) {
        received++;
        if (world.plan.leaves()) return;
        String text = SimTopic.text(number, attach);
        // The size of JSON is counted in characters, with its quotes.
        bytes += world.plan.json ? text.length() + 2 : text.getBytes(UTF_8).length;
    }

    /** Returns the number of messages received, without comments. */
    long received() {
        return received;
    }

    void comment(String text) {
        comments++;
        bytes += text.getBytes(UTF_8).length;
    }

    void duplicate() {
        duplicates++;
    }

    void subscribed(Continuity told) {
        subscribes++;
        if (told == Continuity.GAP) gaps++;
    }

    void message() {
        messages++;
    }

    void undecodable() {
        messages++;
        thrown++;
    }

    void thrown() {
        thrown++;
    }

    /** Checks the counters of a live subscription at rest. */
    void atRest(SubscriptionStats stats) {
        equal("queued messages", stats.queued(), 0);
        equal("discarded messages", stats.discarded(), 0);
        if (world.plan.leaves()) return; // Some of what the link has read may have been left.
        equal("received messages", stats.received(), received + comments);
        equal("bytes", stats.bytes(), bytes);
        equal("duplicates", stats.duplicates(), duplicates);
        equal("subscribes", stats.subscribes(), subscribes);
        equal("gaps", stats.gaps(), gaps);
    }

    /** Checks what holds for any subscription when nothing runs. */
    void look() {
        SubscriptionStats stats = sub.handle.stats();
        equal("handled messages", stats.handled(), messages);
        equal("messages that went on", stats.handled() + stats.dropped() + stats.discarded(), stats.received());
        boolean asked = sub.forgotten == 0 && !sub.mayBeUnconfirmed();
        boolean exact = asked && !world.plan.throwsKeys() && sub.storeFailures == 0;
        if (exact || stats.errors() < thrown) equal("errors", stats.errors(), thrown);
    }

    private void equal(String what, long told, long truth) {
        if (told != truth) world.fail(sub + " counts " + told + " " + what + " instead of " + truth);
    }

    private static String text(ClientStats stats, boolean late) {
        return late ? stats.toString().replaceAll("errors=[0-9]+", "") : stats.toString();
    }

    /** Checks the counters of a client when nothing runs. */
    static void look(SimWorld world, RealClient client) {
        ClientStats stats = client.stats();
        SubscriptionStats.Builder sum = SubscriptionStats.builder();
        int live = 0;
        boolean late = false;
        for (SimSub sub : world.app.all()) {
            if (sub.client != client) continue;
            sub.handle.addCounts(sum);
            if (!sub.over()) live++;
            else {
                boolean saves = sub.storeFailures > 0 && world.plan.acknowledgement == Acknowledgement.MANUAL;
                late |= saves || world.plan.throwsKeys();
            }
        }
        long open =
                world.server.peers.stream().filter(p -> p.link.client == client).count();
        // The client may not know yet that a connection is silent.
        open += world.links.stream()
                .filter(l -> l.client == client && world.attempts.isConnected(l) && l.isDeaf())
                .count();
        long attempts = world.links.stream().filter(l -> l.client == client).count();
        ClientStats truth = ClientStats.of((int) open, attempts, live, sum.build());
        // A late acknowledgement makes an ended subscription save again, when its counters may be summed up already. A
        // key function may throw then, too.
        if (!text(stats, late).equals(text(truth, late)))
            world.fail("the client counts " + stats + " instead of " + truth);
    }
}
