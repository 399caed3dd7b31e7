package dev.holdfast.simulation;

import dev.holdfast.CloseReason;
import dev.holdfast.ConnectionEvent;
import dev.holdfast.ConnectionState;
import java.util.HashMap;
import java.util.Map;

/** Checks the connection events of one life: their order, names, numbers, delays and reasons. */
final class SimEvents {
    /** The facts about one attempt, known before its events are told. */
    private static final class Attempt {
        final SimLink link;
        /** Its number since the last stable connection. */
        final int number;
        /** The range of the back-off that was drawn after its end, or -1 if none was drawn or it was told. */
        long lowest = -1;

        long highest;
        /** The number of the attempt after it. */
        int next;

        Attempt(SimLink link, int number) {
            this.link = link;
            this.number = number;
        }
    }

    /** The events of one connection. */
    private static final class Chain {
        ConnectionState state = ConnectionState.IDLE;
        int attempts;
        CloseReason reason;
    }

    private final SimWorld world;
    private final Map<String, Attempt> attempts = new HashMap<>();
    private final Map<String, Chain> chains = new HashMap<>();
    /** The events that a monitor received, and those that listeners received. */
    private int monitored;

    private int heard;
    /** Whether an event was about the close of the client, after which the executor refuses nothing. */
    private boolean closed;

    SimEvents(SimWorld world) {
        this.world = world;
    }

    // ---- facts

    /** Called when an attempt starts. */
    void began(SimLink link, int number) {
        attempts.put(link.link.dialTask.attemptName, new Attempt(link, number));
    }

    /** Called when a back-off is drawn after the end of an attempt. */
    void waits(SimLink link, long lowest, long highest, int next) {
        Attempt attempt = attempts.get(link.link.dialTask.attemptName);
        attempt.lowest = lowest;
        attempt.highest = highest;
        attempt.next = next;
    }

    // ---- events

    /** Called by the second monitor of a client. The first one throws. */
    void monitored(ConnectionEvent event) {
        monitored++;
        CloseReason reason = event.reason();
        closed |= world.closed() && reason != null && reason.kind() == CloseReason.Kind.CLOSED;
    }

    /** Checks, when nothing runs, that the monitor received each event. */
    void look() {
        // An event that the executor refused comes with the next one. After the last refusal there may be none.
        boolean waits = world.plan.refuses && !closed;
        if (world.plan.monitors && monitored != heard && !waits) {
            world.fail("a monitor received " + monitored + " events of " + heard);
        }
    }

    void told(ConnectionEvent event) {
        heard++;
        if (world.lives.dying() || world.events != this) return;
        Chain chain = chains.computeIfAbsent(event.connection(), name -> new Chain());
        if (event.previous() != chain.state) fail(event, "the state was " + chain.state);
        ConnectionState now = event.current();
        boolean tries = now == ConnectionState.CONNECTING || now == ConnectionState.RECONNECTING;
        boolean waits = event.delay() != null;
        boolean begins = tries && !waits;
        if (begins) chain.attempts++;
        String name = event.connection() + (chain.attempts == 0 ? "" : "." + chain.attempts);
        if (!event.attemptName().equals(name)) fail(event, "the attempt is " + name);
        Attempt attempt = attempts.get(name);
        if (begins && attempt == null) fail(event, "no attempt began");
        else if (begins) {
            SimSub own = attempt.link.sub();
            if (world.plan.multiplexed() != (event.topic() == null)) fail(event, "its topic is " + own);
        }
        boolean goesOn = begins || now == ConnectionState.CONNECTED;
        if (goesOn && attempt != null && event.attempt() != attempt.number) {
            fail(event, "it is attempt " + attempt.number);
        }
        boolean idle = chain.state == ConnectionState.IDLE;
        if (idle && begins && now == ConnectionState.RECONNECTING) fail(event, "the pause ended the back-off");
        if (goesOn && !idle && event.reason() != chain.reason) fail(event, "the reason was " + chain.reason);
        if (waits) waiting(event, chain, attempt);
        else if (!begins && attempt != null) attempt.lowest = -1;
        if (now == ConnectionState.CLOSED
                && (event.reason() == null || event.reason().retryable())) {
            fail(event, "the end is final");
        }
        chain.state = now;
        chain.reason = event.reason();
    }

    private void waiting(ConnectionEvent event, Chain chain, Attempt attempt) {
        if (event.current() != ConnectionState.RECONNECTING) fail(event, "only a wait has a delay");
        if (event.reason() == null) fail(event, "a wait has a reason");
        if (attempt == null || attempt.lowest < 0) return; // It was told, or the app wanted the wait.
        long delay = event.delay().toNanos();
        if (delay < attempt.lowest || delay > attempt.highest) {
            fail(event, "the delay is " + attempt.lowest / 1_000_000 + " to " + attempt.highest / 1_000_000 + " ms");
        }
        attempt.lowest = -1;
        if (event.attempt() != attempt.next) fail(event, "the next attempt is " + attempt.next);
        if (event.reason() == chain.reason) fail(event, "that is the reason of an earlier end");
        CloseReason left = attempt.link.leftFor;
        if (left != null && !says(event.reason(), left) && isOfReader(event.reason())) {
            fail(event, "it ended with " + left);
        }
    }

    /** Returns whether an end is told as it was. A close that is blamed on a command is not final. */
    private static boolean says(CloseReason told, CloseReason left) {
        boolean close = told.kind() == left.kind() && told.code() == left.code();
        return told == left || (close && told.retryable() && !left.retryable());
    }

    /** Returns whether only the reading thread of a link ends it for such a reason. */
    private boolean isOfReader(CloseReason reason) {
        return switch (reason.kind()) {
            case NETWORK -> !world.plan.sends;
            case HTTP_STATUS, WEBSOCKET_CLOSE, END_OF_STREAM -> true;
            default -> false;
        };
    }

    private void fail(ConnectionEvent event, String truth) {
        world.fail("an event is wrong: " + event + ", and " + truth);
    }
}
