package dev.holdfast.simulation;

import com.google.gson.JsonElement;
import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Checks the publishes and calls of the application: each reaches the server at most once, and each completes. */
final class SimCommands {
    private final SimWorld world;
    private final List<CompletableFuture<?>> asked = new ArrayList<>();
    private final List<Integer> seen = new ArrayList<>();
    private final List<Boolean> answered = new ArrayList<>();
    private final List<Boolean> requests = new ArrayList<>();
    /** The number of links at its completion, or -1 before. */
    private final List<Integer> doneAt = new ArrayList<>();

    private long lastDone;

    SimCommands(SimWorld world) {
        this.world = world;
    }

    CompletableFuture<?> send(boolean request) {
        int number = asked.size();
        if (world.trace.on) world.trace.add("app: " + (request ? "requests " : "publishes ") + number);
        CompletableFuture<?> future =
                request ? world.client.call("command", number, Integer.class) : world.client.publish("command", number);
        asked.add(future);
        seen.add(0);
        answered.add(false);
        requests.add(request);
        doneAt.add(-1);
        CompletableFuture<?> unused = future.whenComplete((value, error) -> done(number, value, error));
        return future;
    }

    private void done(int number, Object value, Throwable error) {
        doneAt.set(number, world.links.size());
        lastDone = world.clock.nanoTime();
        if (world.clock.onLoop()) world.fail("the answer to command " + number + " came on the loop");
        if (world.trace.on) world.trace.add("app: command " + number + " got " + value + ", " + error);
        if (error == null && !answered.get(number)) world.fail("command " + number + " succeeded without an answer");
        if (value instanceof Integer answer && answer != number) {
            world.fail("request " + number + " got the answer to " + value);
        }
        if (error == null) return;
        CloseReason reason = reason(error);
        if (reason == null) world.fail("command " + number + " failed with " + error);
        else if (world.plan.resends && !requests.get(number) && !mayEnd(reason)) {
            world.fail("command " + number + " was to be sent again, and failed with " + reason);
        }
    }

    private static CloseReason reason(Throwable error) {
        return error instanceof CloseException end ? end.reason() : null;
    }

    /**
     * Checks the end of a publish that may be sent again: a refusal of the server, the end of all attempts, or a
     * timeout.
     */
    private static boolean mayEnd(CloseReason reason) {
        boolean late = reason.text().startsWith("No reply from the server within")
                || reason.text().startsWith("Not sent: no connection within");
        return late || !reason.retryable() || reason.kind() == CloseReason.Kind.OVERLOADED;
    }

    void received(SimSocketPeer peer, long ref, JsonElement data, boolean request) {
        int number = data.getAsInt();
        seen.set(number, seen.get(number) + 1);
        boolean again = world.plan.resends && !request && peer.lastCommand < number;
        if (seen.get(number) > 1 && !again) world.fail("command " + number + " reached the server twice");
        if (doneAt.get(number) >= 0 && doneAt.get(number) <= peer.link.number) {
            world.fail("command " + number + " was sent though it had its answer");
        }
        if (number <= peer.lastCommand) {
            world.fail("command " + number + " came after command " + peer.lastCommand + " on one connection");
        }
        peer.lastCommand = number;
        int manner = world.server.healed() ? 0 : world.random.nextInt(6);
        if (manner == 5) return;
        world.clock.event(SimClock.millis(world.random.nextInt(500)), () -> {
            if (peer.gone) return;
            if (manner == 4) {
                peer.text("{\"type\":\"error\",\"ref\":" + ref + ",\"reason\":\"no\"}", false, null);
                return;
            }
            String answer = request ? "reply\",\"data\":" + number : "receipt\"";
            peer.text("{\"ref\":" + ref + ",\"type\":\"" + answer + "}", false, () -> answered.set(number, true));
        });
    }

    /** Returns whether none has waited for an answer for this long. */
    boolean idleFor(long nanos) {
        return asked.stream().allMatch(CompletableFuture::isDone) && world.clock.nanoTime() - lastDone >= nanos;
    }

    void nothingLeft() {
        for (int i = 0; i < asked.size(); i++) {
            if (!asked.get(i).isDone()) world.fail("command " + i + " never got an answer");
        }
    }
}
