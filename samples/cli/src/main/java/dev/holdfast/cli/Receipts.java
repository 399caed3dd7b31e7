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
 * Waits for receipts and tells of each when it is there, in the order of what was published. One thread publishes, another
 * one tells: the next message may be long in coming.
 */
final class Receipts {
    /** How much may be on its way at once. Far below what {@code Limits.outbound} lets wait. */
    private static final int WINDOW = 256;

    /**
     * Something published, or the end.
     *
     * @param receipt null for the end
     * @param why what ended it; null for the end of what there was to publish
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
    /** Of the thread that tells, as what follows. */
    private int received;

    private int failure;

    Receipts(Screen screen, boolean json, Duration timeout) {
        this.screen = screen;
        this.json = json;
        this.timeout = timeout;
    }

    /** Publishes, once not too much is on its way; answers false if no more is to be published. */
    boolean publish(Supplier<CompletableFuture<Receipt>> publishing) throws InterruptedException {
        room.acquire();
        synchronized (this) {
            if (over) return false;
            waiting.add(new Entry(publishing.get(), null));
            return true;
        }
    }

    /** There is no more to publish; {@code why} for what is wrong with the next message, null for nothing. */
    void end(@Nullable Failure why) {
        waiting.add(new Entry(null, why));
    }

    /**
     * Tells until the end, or the first message that is not taken. Answers the exit code.
     *
     * @throws Failure why it ended, if not by itself
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
        room.release(); // for who waits to publish more
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
                before + " received before"
                        + (after == 0 ? "" : "; " + after + " received after it")
                        + (refused == 0 ? "" : "; " + refused + " after it not published either")
                        + (open == 0 ? "" : "; of " + open + " after it nobody knows"));
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
