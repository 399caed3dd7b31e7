package dev.holdfast.internal;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.Limits;
import dev.holdfast.Receipt;
import dev.holdfast.Unconfirmed;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What was published and requested and has no answer yet. Survives reconnects: what was not sent waits for the next link;
 * of what was sent when a link ended nobody can tell whether it arrived, so it fails with that link's reason, or is sent
 * again where the app said so. On the loop.
 */
final class Commands {
    /** One publish or request. */
    private static final class Command {
        final long number;
        final String topic;
        final String data;
        final CompletableFuture<?> future;
        final boolean request;
        Loop.@Nullable Timer timer;
        boolean sent;

        Command(long number, String topic, String data, CompletableFuture<?> future, boolean request) {
            this.number = number;
            this.topic = topic;
            this.data = data;
            this.future = future;
            this.request = request;
        }
    }

    private final Loop loop;
    private final Executor workers;
    private final Limits limits;
    private final boolean resend;
    private final Runnable emptied;
    private final Map<Long, Command> commands = new LinkedHashMap<>();
    private final ArrayDeque<Command> unsent = new ArrayDeque<>();
    private long numbers;

    /** {@code emptied} runs whenever the last one has its answer. */
    Commands(Settings settings, Runnable emptied) {
        this.loop = settings.shared.loop;
        this.workers = settings.shared.workers;
        this.limits = settings.limits;
        this.resend = settings.unconfirmed == Unconfirmed.RESEND;
        this.emptied = emptied;
    }

    /** Takes one to send. */
    void add(String topic, String data, CompletableFuture<?> future, boolean request) {
        Command command = new Command(++numbers, topic, data, future, request);
        commands.put(command.number, command);
        unsent.add(command);
        command.timer = loop.schedule(limits.replyTimeout().toNanos(), () -> timedOut(command));
    }

    /** Sends what waits. */
    void flush(Link link) {
        for (Command next = unsent.peek(); next != null && link.hasRoom(next.data.length()); next = unsent.peek()) {
            unsent.remove();
            next.sent = true;
            Command command = next;
            if (next.request) link.talk(c -> c.request(command.number, command.topic, command.data));
            else link.talk(c -> c.publish(command.number, command.topic, command.data));
        }
    }

    void receipt(long number, @Nullable String id) {
        Command command = commands.get(number);
        if (command != null && !command.request) complete(command, new Receipt(command.topic, id));
    }

    void reply(long number, String payload) {
        Command command = commands.get(number);
        if (command != null && command.request) complete(command, payload);
    }

    void refused(long number, CloseReason reason) {
        Command command = commands.get(number);
        if (command != null) fail(command, reason);
    }

    /** The link is gone. */
    void linkEnded(CloseReason reason) {
        unsent.clear();
        for (Command command : new ArrayList<>(commands.values())) {
            if (!command.sent || (resend && !command.request)) {
                command.sent = false;
                unsent.add(command); // in the order of their numbers, as before
            } else fail(command, reason);
        }
    }

    /** No link will come. */
    void end(CloseReason reason) {
        for (Command command : new ArrayList<>(commands.values())) fail(command, reason);
    }

    private void timedOut(Command command) {
        command.timer = null;
        String what = command.sent ? "The server did not answer within " : "No connection became ready within ";
        fail(
                command,
                CloseReason.retryable(
                        CloseReason.Kind.TIMEOUT, what + limits.replyTimeout().toMillis() + " ms"));
    }

    private void fail(Command command, CloseReason reason) {
        remove(command);
        // Futures run what the app hung on them, which has no business on the loop.
        workers.execute(() -> command.future.completeExceptionally(new CloseException(reason)));
    }

    @SuppressWarnings("unchecked") // a request's future takes the payload, a publish's the receipt
    private void complete(Command command, Object value) {
        remove(command);
        workers.execute(() -> ((CompletableFuture<Object>) command.future).complete(value));
    }

    private void remove(Command command) {
        commands.remove(command.number);
        if (!command.sent) unsent.remove(command);
        if (command.timer != null) command.timer.cancel();
        command.timer = null;
        if (commands.isEmpty()) emptied.run();
    }

    boolean isEmpty() {
        return commands.isEmpty();
    }
}
