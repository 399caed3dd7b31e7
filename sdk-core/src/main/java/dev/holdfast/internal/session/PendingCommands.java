package dev.holdfast.internal.session;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.PublishGuarantee;
import dev.holdfast.Receipt;
import dev.holdfast.internal.link.Link;
import dev.holdfast.internal.runtime.EventLoop;
import dev.holdfast.internal.runtime.OnLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The publishes and calls without a response. They survive reconnects. An unsent command waits for the next link. A
 * command that was sent when its link ended may or may not have arrived: it fails with the link's close reason. A
 * publish is sent again instead with {@link PublishGuarantee#AT_LEAST_ONCE}.
 */
@OnLoop
public final class PendingCommands {
    /** One publish or call. */
    private static final class Command {
        final long number;
        final String topic;
        final String data;
        final CompletableFuture<?> future;
        final boolean request;
        EventLoop.@Nullable Timer timer;
        boolean sent;

        Command(long number, String topic, String data, CompletableFuture<?> future, boolean request) {
            this.number = number;
            this.topic = topic;
            this.data = data;
            this.future = future;
            this.request = request;
        }
    }

    /** The close code for a message that is too big (RFC 6455 section 7.4.1). */
    private static final int TOO_BIG = 1009;

    private final EventLoop loop;
    private final Executor workers;
    private final Duration replyTimeout;
    private final boolean resend;
    private final Runnable onEmpty;
    private final Map<Long, Command> commands = new LinkedHashMap<>();
    private final ArrayDeque<Command> unsent = new ArrayDeque<>();
    private long lastNumber;

    /** {@code onEmpty} runs each time the last command completes or fails. */
    PendingCommands(
            EventLoop loop, Executor workers, Duration replyTimeout, PublishGuarantee guarantee, Runnable onEmpty) {
        this.loop = loop;
        this.workers = workers;
        this.replyTimeout = replyTimeout;
        this.resend = guarantee == PublishGuarantee.AT_LEAST_ONCE;
        this.onEmpty = onEmpty;
    }

    /**
     * Adds a command at the end of the send queue and starts its reply timeout. {@code request} is true for a call,
     * whose future takes the payload, and false for a publish, whose future takes the receipt.
     */
    public void addCommand(String topic, String data, CompletableFuture<?> future, boolean request) {
        loop.assertHere();
        Command command = new Command(++lastNumber, topic, data, future, request);
        command.timer = loop.schedule(replyTimeout.toNanos(), () -> commandTimedOut(command));
        commands.put(command.number, command);
        unsent.add(command);
    }

    /** Sends the unsent commands in order, as far as the link has write space. */
    void sendUnsent(Link link) {
        loop.assertHere();
        for (Command next = unsent.peek();
                next != null && link.hasWriteSpace(next.data.length());
                next = unsent.peek()) {
            unsent.remove();
            next.sent = true;
            Command command = next;
            if (next.request) link.converse(c -> c.call(command.number, command.topic, command.data));
            else link.converse(c -> c.publish(command.number, command.topic, command.data));
        }
    }

    /** Completes a publish. Ignores unknown numbers and those of calls. {@code id} is null if the server sent none. */
    void receiptReceived(long number, @Nullable String id) {
        loop.assertHere();
        Command command = commands.get(number);
        if (command != null && !command.request) completeCommand(command, Receipt.of(command.topic, id));
    }

    /** Completes a call. Ignores unknown numbers and those of publishes. */
    void replyReceived(long number, String payload) {
        loop.assertHere();
        Command command = commands.get(number);
        if (command != null && command.request) completeCommand(command, payload);
    }

    /** Fails a command. Ignores unknown numbers. */
    void commandRefused(long number, CloseReason reason) {
        loop.assertHere();
        Command command = commands.get(number);
        if (command != null) failCommand(command, reason);
    }

    /**
     * Fails the sent commands that may be why the server closed the link, whatever the guarantee: sent again, they would
     * end the next link too. After code 1009 it is the largest, after 1003, 1007 and 1008 it may be any. Returns false
     * if there is none, or if the server closed for another reason.
     */
    boolean failCauseOf(CloseReason reason) {
        loop.assertHere();
        int code = reason.code();
        boolean maybe = code == 1003 || (code >= 1007 && code <= TOO_BIG);
        if (!maybe || reason.retryable() || reason.kind() != CloseReason.Kind.WEBSOCKET_CLOSE) return false;
        int least = 0;
        for (Command c : commands.values()) if (c.sent && code == TOO_BIG) least = Math.max(least, c.data.length());
        boolean found = false;
        for (Command c : new ArrayList<>(commands.values())) {
            if (!c.sent || c.data.length() < least) continue;
            failCommand(c, reason);
            found = true;
        }
        return found;
    }

    /** Fails the sent commands with the reason of the link, and queues the others for the next link. */
    void linkEnded(CloseReason reason) {
        loop.assertHere();
        unsent.clear();
        for (Command command : new ArrayList<>(commands.values())) {
            if (!command.sent || (resend && !command.request)) {
                command.sent = false;
                unsent.add(command); // in order of number
            } else failCommand(command, reason);
        }
    }

    /** Fails all commands: the session makes no further link. */
    void failAll(CloseReason reason) {
        loop.assertHere();
        for (Command command : new ArrayList<>(commands.values())) failCommand(command, reason);
    }

    private void commandTimedOut(Command command) {
        command.timer = null;
        String what = command.sent ? "No reply from the server within " : "Not sent: no connection within ";
        failCommand(command, CloseReason.retryable(CloseReason.Kind.TIMEOUT, what + replyTimeout.toMillis() + " ms"));
    }

    private void failCommand(Command command, CloseReason reason) {
        // Completing a future runs the callbacks of the app, which must not run on the loop.
        workers.execute(() -> command.future.completeExceptionally(new CloseException(reason)));
        removeCommand(command); // last: if the line above throws, the command is still there to be failed
    }

    @SuppressWarnings("unchecked") // the future of a call takes the payload, that of a publish the receipt
    private void completeCommand(Command command, Object value) {
        workers.execute(() -> ((CompletableFuture<Object>) command.future).complete(value));
        removeCommand(command);
    }

    private void removeCommand(Command command) {
        commands.remove(command.number);
        if (!command.sent) unsent.remove(command);
        if (command.timer != null) command.timer.cancel();
        command.timer = null;
        if (commands.isEmpty()) onEmpty.run();
    }

    boolean isEmpty() {
        loop.assertHere();
        return commands.isEmpty();
    }
}
