package dev.holdfast.cli;

import com.google.gson.JsonObject;
import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.Receipt;
import dev.holdfast.cli.Screen.Tone;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Waits for receipts and tells of them, in the order of what was published. Used by one thread. */
final class Receipts {
    /** How much may be on its way at once. Far below what {@code Limits.outbound} lets wait. */
    private static final int WINDOW = 256;

    private final Screen screen;
    private final boolean json;
    private final Duration timeout;
    private final Deque<CompletableFuture<Receipt>> waiting = new ArrayDeque<>();
    private int received;
    private int failure;

    Receipts(Screen screen, boolean json, Duration timeout) {
        this.screen = screen;
        this.json = json;
        this.timeout = timeout;
    }

    /** Adds one, tells of those that are there, and waits where too many are not. */
    void await(CompletableFuture<Receipt> future) throws InterruptedException {
        waiting.add(future);
        while (failure == 0
                && !waiting.isEmpty()
                && (waiting.size() >= WINDOW || waiting.element().isDone())) {
            take(waiting.remove());
        }
    }

    /** Whether no more is to be sent. */
    boolean failed() {
        return failure != 0;
    }

    /** Waits for the rest and answers the exit code. */
    int end() throws InterruptedException {
        while (!waiting.isEmpty() && failure == 0) take(waiting.remove());
        int open = 0;
        for (CompletableFuture<Receipt> each : waiting) {
            if (each.isDone() && !each.isCompletedExceptionally()) {
                take(each);
            } else {
                open++;
            }
        }
        if (failure != 0 && failure != ExitCode.BROKEN_PIPE && received + open > 0) {
            String rest = open == 0 ? "" : "; of " + open + " after it nobody knows";
            screen.tell(Tone.ERROR, received + " received before" + rest);
        }
        return failure;
    }

    private void take(CompletableFuture<Receipt> future) throws InterruptedException {
        try {
            // The client has a bound of its own; this one is for a client that forgets it.
            Receipt receipt = future.get(timeout.toMillis() + 5000, TimeUnit.MILLISECONDS);
            received++;
            screen.line(line(receipt));
        } catch (ExecutionException e) {
            fail(e.getCause());
        } catch (TimeoutException e) {
            fail(e);
        } catch (IOException e) {
            failure = ExitCode.BROKEN_PIPE;
        }
    }

    private String line(Receipt receipt) {
        String id = receipt.id();
        if (!json) return receipt.topic() + (id == null ? "" : "\t" + id);
        JsonObject object = new JsonObject();
        object.addProperty("topic", receipt.topic());
        if (id != null) object.addProperty("id", id);
        return object.toString();
    }

    private void fail(@Nullable Throwable cause) {
        if (failure != 0) return;
        if (cause instanceof CloseException closed) {
            CloseReason reason = closed.reason();
            screen.tell(Tone.ERROR, "message " + (received + 1) + " was not published: " + reason.text());
            int code = Progress.exitCode(reason);
            failure = code == ExitCode.DONE ? ExitCode.FAILED : code;
        } else {
            screen.tell(Tone.ERROR, "message " + (received + 1) + " was not published: " + cause);
            failure = ExitCode.FAILED;
        }
    }
}
