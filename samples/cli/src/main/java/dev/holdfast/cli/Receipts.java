package dev.holdfast.cli;

import com.google.gson.JsonObject;
import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.Receipt;
import dev.holdfast.cli.Screen.Tone;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The printer of receipts, in the order of publication. One thread publishes and another prints, because the next input
 * line may take long.
 */
final class Receipts {
    /** The maximum number of messages without a receipt, far below the queue limits of {@code Limits.outbound}. */
    private static final int WINDOW = 256;

    /**
     * A published message, or the end.
     *
     * @param receipt the pending receipt, or null for the end
     * @param why the failure that ended the input, or null for its regular end
     */
    private record Entry(
            @Nullable CompletableFuture<Receipt> receipt,
            @Nullable Failure why) {}

    private final Screen screen;
    private final boolean json;
    private final Duration timeout;
    private final Semaphore room = new Semaphore(WINDOW);
    private final BlockingQueue<Entry> waiting = new LinkedBlockingQueue<>();
    private boolean over;
    /** Accessed by the printing thread only, like the next field. */
    private int received;

    private int failure;

    Receipts(Screen screen, boolean json, Duration timeout) {
        this.screen = screen;
        this.json = json;
        this.timeout = timeout;
    }

    /** Waits for room and publishes. Returns false if publishing has stopped. */
    boolean publish(Supplier<CompletableFuture<Receipt>> publishing) throws InterruptedException {
        room.acquire();
        synchronized (this) {
            if (over) return false;
            waiting.add(new Entry(publishing.get(), null));
            return true;
        }
    }

    /** Ends the input. {@code why} is the error of the next message, or null. */
    void end(@Nullable Failure why) {
        waiting.add(new Entry(null, why));
    }

    /**
     * Prints receipts until the end or the first message that failed, and returns the exit code.
     *
     * @throws Failure if an error ended the input
     */
    int tell() throws InterruptedException {
        while (failure == 0) {
            Entry entry = waiting.take();
            if (entry.receipt() == null) {
                if (entry.why() != null) throw entry.why();
                return ExitCode.DONE;
            }
            take(entry.receipt());
            room.release();
        }
        rest();
        return failure;
    }

    private void rest() throws InterruptedException {
        synchronized (this) {
            over = true;
        }
        room.release(); // wakes a publisher that waits for room
        int before = received;
        int refused = 0;
        int open = 0;
        for (Entry each : waiting) {
            CompletableFuture<Receipt> receipt = each.receipt();
            if (receipt == null) continue;
            if (!receipt.isDone()) open++;
            else if (receipt.isCompletedExceptionally()) refused++;
            else take(receipt);
        }
        if (failure == ExitCode.BROKEN_PIPE || received + refused + open == 0) return;
        int after = received - before;
        screen.tell(
                Tone.ERROR,
                before + " confirmed before it"
                        + (after == 0 ? "" : "; " + after + " confirmed after it")
                        + (refused == 0 ? "" : "; " + refused + " failed after it")
                        + (open == 0 ? "" : "; outcome of " + open + " after it unknown"));
    }

    private void take(CompletableFuture<Receipt> future) throws InterruptedException {
        try {
            // The client has its own timeout; this one is a safeguard.
            Receipt receipt = future.get(timeout.toMillis() + 5000, TimeUnit.MILLISECONDS);
            received++;
            screen.line(line(receipt));
        } catch (ExecutionException e) {
            fail(e.getCause());
        } catch (TimeoutException e) {
            fail(e);
        } catch (Failure e) {
            if (failure == 0) screen.tell(e);
            failure = failure == 0 ? e.code() : failure;
        }
    }

    private String line(Receipt receipt) {
        String id = receipt.id();
        if (!json) return screen.shown(receipt.topic() + (id == null ? "" : "\t" + id));
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
