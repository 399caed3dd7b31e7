package dev.holdfast.simulation;

import com.google.gson.JsonElement;
import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.Limits;
import dev.holdfast.internal.session.Session;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Checks the publishes and calls of the application: each is sent, reaches the server at most once, and completes. */
final class SimCommands {
    private static final int TOO_BIG = 1009;
    private static final int[] CODES = {1003, 1007, 1008, TOO_BIG};
    private static final Set<Integer> BLAMING = Set.of(1003, 1007, 1008, TOO_BIG);

    /** The time after which a command must have reached a server that is connected: more than any latency. */
    private static final long ARRIVAL_NANOS = SimClock.millis(1000);

    private static final String LONG = "0123456789".repeat(20);
    /** Four chunks of the client's writes and a part of one. */
    private static final String SEVERAL_CHUNKS = "x".repeat(4 * 32 * 1024 + 100);

    /** One publish or call. */
    private static final class Command {
        final int number;
        final boolean request;
        final long sentNanos;
        /** The length of some publishes, so that frames come in all lengths around 125 bytes. */
        final int length;
        /** Whether it takes several writes. */
        final boolean large;

        CompletableFuture<?> future;
        int seen;
        /** The last link on which it reached the server, or -1. */
        int reached = -1;

        boolean answered;
        /** The number of links at its completion, or -1 before. */
        int doneAt = -1;

        Command(int number, boolean request, int length, boolean large, long now) {
            this.number = number;
            this.request = request;
            this.length = length;
            this.large = large && !request;
            this.sentNanos = now;
        }

        boolean isDone() {
            return doneAt >= 0;
        }

        /** Returns its data. Publishes differ in size. */
        Object data() {
            if (request) return number;
            if (large) return number + "|" + SEVERAL_CHUNKS;
            int size = switch (number % 4) {
                case 0 -> length;
                case 1 -> 40;
                case 2 -> 200;
                default -> 0;
            };
            return number + "|" + LONG.substring(0, size);
        }

        /** Returns the size of its data on the wire. */
        int size() {
            Object data = data();
            return data.toString().length() + (data instanceof String ? 2 : 0);
        }
    }

    private final SimWorld world;
    private final List<Command> commands = new ArrayList<>();
    private final long timeout;
    private long lastDone;
    /** The commands that the server may have closed a connection for. */
    private final Set<Integer> blamed = new HashSet<>();

    SimCommands(SimWorld world) {
        this.world = world;
        this.timeout = world.plan.limits.replyTimeout().toNanos();
    }

    CompletableFuture<?> send(boolean request) {
        boolean large = world.plan.writeNanos > 0 && world.more.nextInt(10) == 0;
        Command command =
                new Command(commands.size(), request, 20 + world.more.nextInt(100), large, world.clock.nanoTime());
        if (world.trace.on) world.trace.add("app: " + (request ? "requests " : "publishes ") + command.number);
        commands.add(command);
        command.future = request
                ? world.client.call("command", command.data(), Integer.class)
                : world.client.publish("command", command.data());
        CompletableFuture<?> unused = command.future.whenComplete((value, error) -> done(command, value, error));
        if (command.isDone()) return command.future;
        world.clock.event(timeout + 1, () -> overdue(command));
        for (SimLink link : world.links) {
            if (link.client == world.client && world.attempts.isConnected(link))
                expect(link, List.of(command), command.sentNanos);
        }
        return command.future;
    }

    // ---- its way to the server

    /** Called when a link is connected. All that waits must be sent on it. */
    void connected(SimLink link) {
        if (link.client != world.client) return;
        List<Command> open = new ArrayList<>(commands);
        open.removeIf(Command::isDone);
        if (!open.isEmpty()) expect(link, open, world.clock.nanoTime());
    }

    private void expect(SimLink link, List<Command> open, long since) {
        world.clock.event(ARRIVAL_NANOS, () -> arrived(link, open, since));
    }

    private void arrived(SimLink link, List<Command> open, long since) {
        if (link.link.isOver() || link.left() || link.isDeaf() || world.commands != this) return;
        // On a slow network it may wait for other writes.
        boolean writes = link.writeProgress() > world.clock.nanoTime() - ARRIVAL_NANOS;
        if (writes || world.clock.jumpedSince(since)) {
            expect(link, open, world.clock.nanoTime());
            return;
        }
        for (Command command : open) {
            if (!command.isDone() && command.reached != link.number) {
                world.fail(
                        "command " + command.number + " was not sent on link " + link.number + ", which is connected");
            }
        }
    }

    void received(SimSocketPeer peer, long ref, JsonElement data, boolean request) {
        String text = data.getAsString();
        int number = number(text);
        Command command = commands.get(number);
        if (request != command.request || !text.equals(command.data().toString())) {
            world.fail("command " + number + " arrived as " + data);
        }
        command.seen++;
        command.reached = peer.link.number;
        boolean again = world.plan.resends && !request && peer.lastCommand < number;
        if (blamed.contains(number)) world.fail("command " + number + " was sent though it had ended a connection");
        if (command.seen > 1 && !again) world.fail("command " + number + " reached the server twice");
        if (command.isDone() && command.doneAt <= peer.link.number) {
            world.fail("command " + number + " was sent though it had its answer");
        }
        if (number <= peer.lastCommand) {
            world.fail("command " + number + " came after command " + peer.lastCommand + " on one connection");
        }
        peer.lastCommand = number;
        int manner = world.server.healed() ? 0 : world.random.nextInt(6);
        if (manner == 5) {
            if (world.random.nextInt(4) == 0) peer.refuse(CODES[world.random.nextInt(CODES.length)]);
            return;
        }
        world.clock.event(SimClock.millis(world.random.nextInt(500)), () -> {
            if (peer.gone) return;
            if (manner == 4) {
                peer.text("{\"type\":\"error\",\"ref\":" + ref + ",\"reason\":\"no\"}", false, null);
                return;
            }
            String answer = request ? "reply\",\"data\":" + number : "receipt\"";
            peer.text("{\"ref\":" + ref + ",\"type\":\"" + answer + "}", false, () -> command.answered = true);
        });
    }

    /** Returns whether a final close is blamed on commands without an answer. They are not sent again. */
    boolean blamed(Session session, CloseReason reason) {
        boolean maybe = reason.kind() == CloseReason.Kind.WEBSOCKET_CLOSE && BLAMING.contains(reason.code());
        List<String> sent = maybe ? SimPeek.sent(session) : List.of();
        int largest = sent.stream().mapToInt(String::length).max().orElse(0);
        for (String data : sent) {
            if (reason.code() != TOO_BIG || data.length() == largest) blamed.add(number(data));
        }
        return !sent.isEmpty();
    }

    /** Returns the number in the data of a command. */
    private static int number(String data) {
        String number = data.replace("\"", "");
        int end = number.indexOf('|'); // only a publish has more than its number
        return Integer.parseInt(end < 0 ? number : number.substring(0, end));
    }

    // ---- its end

    private void done(Command command, Object value, Throwable error) {
        command.doneAt = world.links.size();
        lastDone = world.clock.nanoTime();
        String name = "command " + command.number;
        if (world.clock.onLoop()) world.fail("the answer to " + name + " came on the loop");
        if (world.trace.on) world.trace.add("app: " + name + " got " + value + ", " + error);
        if (error == null && !command.answered) world.fail(name + " succeeded without an answer");
        if (value instanceof Integer answer && answer != command.number) {
            world.fail("request " + command.number + " got the answer to " + value);
        }
        if (error == null) return;
        CloseReason reason = error instanceof CloseException end ? end.reason() : null;
        if (reason == null) world.fail(name + " failed with " + error);
        else failed(command, name, reason);
    }

    private void failed(Command command, String name, CloseReason reason) {
        boolean unsent = reason.text().startsWith("Not sent: no connection within");
        boolean late = unsent || reason.text().startsWith("No reply from the server within");
        if (late && lastDone - command.sentNanos < timeout) world.fail(name + " timed out early");
        if (unsent && command.seen > 0 && !world.plan.resends) world.fail(name + " was sent, and is said not to be");
        if (reason.kind() == CloseReason.Kind.OVERLOADED) overloaded(command, name);
        // A publish that may be sent again ends by a refusal of the server, the end of all attempts, or a timeout.
        boolean mayEnd = late || !reason.retryable() || reason.kind() == CloseReason.Kind.OVERLOADED;
        if (world.plan.resends && !command.request && !mayEnd) {
            world.fail(name + " was to be sent again, and failed with " + reason);
        }
    }

    /** Checks that a command was refused for want of room only if there was none. */
    private void overloaded(Command refused, String name) {
        int frames = 1;
        int bytes = refused.size();
        for (Command command : commands) {
            if (command == refused || command.isDone()) continue;
            frames++;
            bytes += command.size();
        }
        Limits limits = world.plan.limits;
        if (frames <= limits.outboundFrames() && bytes <= limits.outboundBytes()) {
            world.fail(name + " was refused, and only " + (frames - 1) + " others wait");
        }
    }

    private void overdue(Command command) {
        if (command.isDone() || world.commands != this || world.lives.dying()) return;
        // The device may have slept before the loop learned of it.
        boolean slept = world.clock.jumpedSince(command.sentNanos);
        long left = slept ? world.clock.jumpedAt() + timeout + 1 - world.clock.nanoTime() : 0;
        if (left > 0) world.clock.event(left, () -> overdue(command));
        else world.fail("command " + command.number + " has no answer after " + timeout / 1_000_000 + " ms");
    }

    /** Returns whether none has waited for an answer for this long. */
    boolean idleFor(long nanos) {
        return commands.stream().allMatch(Command::isDone) && world.clock.nanoTime() - lastDone >= nanos;
    }

    void nothingLeft() {
        for (Command command : commands) {
            if (!command.isDone()) world.fail("command " + command.number + " never got an answer");
        }
    }
}
