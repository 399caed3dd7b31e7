package dev.holdfast.simulation;

import dev.holdfast.Acknowledgement;
import dev.holdfast.Backoff;
import dev.holdfast.Heartbeat;
import dev.holdfast.Limits;
import dev.holdfast.Overflow;
import dev.holdfast.PoisonPolicy;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The parameters of one schedule, drawn first from its seed. Later additions come from a second source, so that they
 * change fewer schedules.
 */
final class SimPlan {
    /** A queue size that no schedule fills. */
    static final int ROOMY = 1 << 16;
    /** A size that no message of the simulation needs. */
    static final int TOO_MUCH = 1 << 13;
    /** The number of ids that a subscription remembers. */
    private static final int WINDOW = 1024;

    /** The threads that run listeners. */
    enum Where {
        BACKGROUND,
        CALLER,
        DIRECT
    }

    final boolean sends;
    final boolean json;
    final Where where;
    final Overflow.Kind kind;
    /** The number of keys, and whether some messages have none. */
    final int keys;

    final boolean unkeyed;
    final int queue;
    final Acknowledgement acknowledgement;
    final Backoff backoff;
    final Heartbeat heartbeat;
    /** Whether each subscription has a topic of its own. If not, a topic may be subscribed to twice. */
    final boolean ownTopics;
    /** Whether a server that lost its memory assigns the same ids again. */
    final boolean sameIds;
    /** Whether a plain server reports the continuity. */
    final boolean tells;
    /** Whether the server sends the cursor with its first frame. */
    final boolean positions;
    /** The most messages that a server sends again after a resume. */
    final int again;

    final int topics;
    final int history;
    /** The percentage of attempts that fail. */
    final int trouble;
    /** The percentage of callbacks that do more than look at the message. */
    final int liveliness;

    /** The least number of messages in a burst. */
    final int burst;

    final int acts;
    final long lengthMillis;
    final long latencyMillis;
    final Limits limits;
    /** Whether some published messages are visible only by their cursor. */
    final boolean silent;
    /** Whether a publish without a receipt is sent again. */
    final boolean resends;
    /** Whether the application has credentials. */
    final boolean credentials;
    /** Whether cursors outlive the process of the application. */
    final boolean keeps;
    /** The number of restarts of the application. */
    final int restarts;
    /** The percentage of calls of the store that fail. */
    final int storeTrouble;
    /** Whether listeners use demand. */
    final boolean onDemand;
    /** The percentage of messages that are acknowledged only at the end. */
    final int forgets;
    /** Whether a platform controls the client. */
    final boolean steered;
    /** The time of each write on a slow network, 0 on a fast one. A ping and the write before it outlast the grace. */
    final long writeNanos;

    /** Whether a WebSocket server sends nothing of its own accord, so that only a ping shows that it lives. */
    final boolean quiet;

    /** Whether some ids are empty: they reset the cursor. */
    final boolean emptyIds;

    /** The WebSocket extensions that the server chose: compression, or none. */
    final List<String> extensions;
    /** Whether some messages are binary. */
    final boolean binary;

    /** Whether the server sends as many messages again as a client can recognise. */
    final boolean wide;

    /** Whether there is a second client, derived from the first. */
    final boolean derives;

    /** Whether listeners ask for the comments of event streams. */
    final boolean comments;

    /** Whether the application has monitors. The first of them throws. */
    final boolean monitors;

    /** What follows a message that nobody can read, or null if there are none. */
    final PoisonPolicy poison;

    /** Whether the executor of the application refuses a task at times. */
    final boolean refuses;

    /** Whether the application decodes messages, and cannot decode some. */
    final boolean decodes;

    /** Whether the server forgets some subscribes, and never confirms them. */
    private final boolean forgetful;

    /** Whether the application subscribes again to a topic whose subscription is over. */
    final boolean subscribesAgain;

    SimPlan(SplittableRandom random, SplittableRandom more) {
        sends = random.nextBoolean();
        json = random.nextInt(3) > 0;
        where = Where.values()[random.nextInt(Where.values().length)];
        Overflow.Kind[] kinds = {
            Overflow.Kind.DROP_OLDEST, Overflow.Kind.DROP_NEWEST, Overflow.Kind.LATEST, Overflow.Kind.FAIL
        };
        int chosen = random.nextInt(8);
        kind = chosen < kinds.length ? kinds[chosen] : Overflow.Kind.BLOCK;
        keys = 1 + random.nextInt(4);
        unkeyed = random.nextInt(3) == 0;
        queue = random.nextInt(3) == 0 ? 1 + random.nextInt(6) : ROOMY;
        int initial = 50 + random.nextInt(1000);
        backoff = Backoff.exponential(
                        Duration.ofMillis(initial), Duration.ofMillis(initial * (1L + random.nextInt(20))))
                .withFirstRetry(Duration.ofMillis(random.nextInt(500)))
                .withStableAfter(Duration.ofMillis(500 + random.nextInt(20_000)));
        heartbeat = Heartbeat.every(Duration.ofMillis(6000 + random.nextInt(20_000)))
                .withGrace(Duration.ofMillis(1000 + random.nextInt(9000)));
        ownTopics = random.nextInt(5) > 0;
        tells = json || random.nextInt(3) > 0;
        // If a server reuses ids without notice, a cursor is ambiguous. The same is true for a client that has left
        // messages on the wire.
        sameIds = ownTopics && tells && random.nextInt(3) == 0 && !leaves();
        positions = random.nextBoolean();
        int few = ownTopics && random.nextBoolean() ? 1 + random.nextInt(5) : 0;
        int several = 1 + random.nextInt(3);
        int brief = 1 + random.nextInt(40);
        wide = ids() && ownTopics && !sameIds && !leaves() && more.nextInt(90) == 0;
        again = wide ? WINDOW : few;
        topics = wide ? 1 : several;
        history = wide ? 2 * WINDOW : brief;
        trouble = random.nextInt(3) * 20;
        liveliness = random.nextInt(3) * 10;
        int many = random.nextInt(12) == 0 ? 300 : 0;
        burst = wide ? WINDOW / 2 : many;
        acts = 5 + random.nextInt(40);
        lengthMillis = 1000L + random.nextInt(random.nextBoolean() ? 10_000 : 120_000);
        latencyMillis = random.nextInt(3) * 50L;
        Limits room = Limits.defaults().withQueue(queue, 256 << 20);
        room = random.nextBoolean() ? room : room.withOutbound(4 + random.nextInt(20), 60 + random.nextInt(1000));
        Limits replies =
                more.nextBoolean() ? room : room.withReplyTimeout(Duration.ofMillis(1000 + more.nextInt(20_000)));
        int when = random.nextInt(6);
        acknowledgement =
                when == 0 ? Acknowledgement.ON_RECEIPT : when < 3 ? Acknowledgement.MANUAL : Acknowledgement.ON_RETURN;
        silent = ids() && random.nextInt(3) == 0;
        resends = random.nextBoolean();
        credentials = random.nextInt(3) == 0;
        // Two subscriptions of one topic would move the same cursor.
        keeps = ids() && ownTopics && !sameIds && random.nextInt(3) > 0;
        restarts = keeps ? random.nextInt(3) : 0;
        storeTrouble = random.nextInt(3) == 0 ? 30 : 0;
        onDemand = random.nextInt(4) == 0;
        forgets = random.nextInt(3) == 0 ? 10 : 0;
        steered = random.nextInt(3) == 0;
        quiet = sends && more.nextInt(3) == 0;
        derives = more.nextInt(4) == 0;
        long grace = heartbeat.grace().toNanos();
        // On one connection of one client only: all writes share the one stack of the simulation.
        boolean slow = multiplexed() && !derives && random.nextInt(3) == 0 && grace < SimClock.millis(5000);
        writeNanos = slow ? grace / 100 * (60 + random.nextInt(30)) : 0;
        int ends = 1 + more.nextInt(3);
        PoisonPolicy policy = more.nextBoolean() ? PoisonPolicy.stop(ends) : PoisonPolicy.skip(ends);
        boolean readable = !ids() || keeps || sameIds || leaves() || wide || more.nextInt(3) > 0;
        poison = readable ? null : policy;
        boolean compressed = sends && more.nextInt(4) == 0;
        String resets = (more.nextBoolean() ? "; server_no_context_takeover" : "")
                + (more.nextBoolean() ? "; client_no_context_takeover" : "");
        extensions = compressed ? List.of("permessage-deflate" + resets) : List.of();
        binary = sends && !json && more.nextBoolean();
        // A message without an id cannot be recognised when it comes again, and no store can hold the cursor before it.
        emptyIds = poison == null && ids() && !keeps && !sameIds && again == 0 && !leaves() && more.nextInt(3) == 0;
        comments = !sends && more.nextInt(3) == 0;
        refuses = where == Where.BACKGROUND && !derives && more.nextInt(6) == 0;
        monitors = more.nextInt(4) == 0 || refuses;
        decodes = more.nextInt(4) == 0;
        subscribesAgain = keeps && more.nextBoolean();
        forgetful = more.nextInt(4) == 0;
        // A message of several chunks takes longer than the timeout of a write, but each chunk does not.
        Duration write = Duration.ofNanos(writeNanos * 3 / 2);
        limits = writeNanos > 0 ? replies.withWriteTimeout(write) : replies;
    }

    boolean multiplexed() {
        return sends && json;
    }

    /** Returns whether messages carry ids, so that a subscription can resume. */
    boolean ids() {
        return json || !sends;
    }

    /** Returns whether the server forgets some subscribes. The client notices it within the schedule. */
    boolean forgets() {
        return forgetful && multiplexed() && limits.replyTimeout().compareTo(Duration.ofSeconds(20)) < 0;
    }

    /** Returns whether the key function throws at times. */
    boolean throwsKeys() {
        return kind == Overflow.Kind.LATEST && unkeyed;
    }

    boolean sheds() {
        return kind != Overflow.Kind.BLOCK && kind != Overflow.Kind.FAIL;
    }

    /**
     * Returns whether received messages may stay unprocessed: on the wire without space, waiting for their key, or for
     * the listener on the reading thread, which takes a read in portions.
     */
    boolean leaves() {
        boolean portions = !sheds() || where != Where.BACKGROUND;
        return kind == Overflow.Kind.LATEST || (portions && queue < ROOMY);
    }

    @Override
    public String toString() {
        return (json ? "HoldfastJson" : "Plain") + " over " + (sends ? "WebSocket" : "SSE") + ", listeners " + where
                + ", queue of " + queue + " " + kind + ", history of " + history + ", " + backoff.initial() + " to "
                + backoff.max() + ", heartbeat " + heartbeat.interval() + "+" + heartbeat.grace() + ", trouble "
                + trouble + " %, " + topics + (ownTopics ? " feeds" : " topics") + (sameIds ? ", ids come again" : "")
                + (tells ? "" : ", server does not tell") + (again > 0 ? ", sends " + again + " again" : "")
                + ", " + acknowledgement + (keeps ? ", positions are kept, restarts " + restarts : "")
                + (resends ? ", resends" : "")
                + (onDemand ? ", on demand" : "")
                + (steered ? ", steered" : "")
                + (writeNanos > 0 ? ", each write takes " + writeNanos / 1_000_000 + " ms" : "")
                + (quiet ? ", quiet" : "")
                + (derives ? ", two clients" : "")
                + (poison == null ? "" : ", poison: " + poison)
                + (binary ? ", binary" : "")
                + extensions
                + (comments ? ", comments" : "")
                + (monitors ? ", monitors" : "")
                + (refuses ? ", refuses tasks" : "")
                + (forgets() ? ", forgets subscribes" : "")
                + (decodes ? ", decodes" : "")
                + (subscribesAgain ? ", subscribes again" : "")
                + (emptyIds ? ", empty ids" : "")
                + (credentials ? ", credentials" : "");
    }
}
