package dev.holdfast.internal;

import com.google.gson.JsonElement;
import dev.holdfast.CloseException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What the app published and requested: each reaches the server once at most, and each gets its answer. */
final class SimCommands {
    private final SimWorld world;
    private final List<CompletableFuture<?>> asked = new ArrayList<>();
    private final List<Integer> seen = new ArrayList<>();
    private final List<Boolean> answered = new ArrayList<>();

    SimCommands(SimWorld world) {
        this.world = world;
    }

    CompletableFuture<?> send(boolean request) {
        int number = asked.size();
        if (world.trace.on) world.trace.add("app: " + (request ? "requests " : "publishes ") + number);
        CompletableFuture<?> future = request
                ? world.client.request("command", number, Integer.class)
                : world.client.publish("command", number);
        asked.add(future);
        seen.add(0);
        answered.add(false);
        CompletableFuture<?> unused = future.whenComplete((value, error) -> done(number, value, error));
        return future;
    }

    private void done(int number, Object value, Throwable error) {
        if (world.clock.onLoop()) world.fail("the answer to command " + number + " came on the loop");
        if (world.trace.on) world.trace.add("app: command " + number + " got " + value + ", " + error);
        if (error == null && !answered.get(number)) world.fail("command " + number + " succeeded without an answer");
        if (value instanceof Integer answer && answer != number) {
            world.fail("request " + number + " got the answer to " + value);
        }
        if (error != null && !(error instanceof CloseException || error.getCause() instanceof CloseException)) {
            world.fail("command " + number + " failed with " + error);
        }
    }

    void received(SimSocketPeer peer, long ref, JsonElement data, boolean request) {
        int number = data.getAsInt();
        seen.set(number, seen.get(number) + 1);
        if (seen.get(number) > 1) world.fail("command " + number + " reached the server twice");
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

    void nothingLeft() {
        for (int i = 0; i < asked.size(); i++) {
            if (!asked.get(i).isDone()) world.fail("command " + i + " never got an answer");
        }
    }
}
