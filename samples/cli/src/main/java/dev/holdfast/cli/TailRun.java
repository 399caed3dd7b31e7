package dev.holdfast.cli;

import dev.holdfast.Acknowledgement;
import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.DroppedMessages;
import dev.holdfast.Message;
import dev.holdfast.RealtimeClient;
import dev.holdfast.Subscription;
import dev.holdfast.SubscriptionListener;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.cli.Screen.Tone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A run of {@code holdfast tail}, from the first attempt to the exit code. */
final class TailRun {
    /** The default of {@link Keeping#patience()}. */
    static final Duration PATIENCE = Duration.ofMillis(1500);

    private static final long FRAME_MILLIS = 100;
    private static final Duration LAST_LINES = Duration.ofMinutes(1);

    /**
     * The conditions that end a run, in addition to the server and Ctrl-C.
     *
     * @param max the number of messages
     * @param until the type of the last message, or null
     * @param onDisconnect whether the first disconnect ends the run
     * @param giveUp the longest time without a connection, or null for no limit
     */
    record Ends(
            long max,
            @Nullable String until,
            boolean onDisconnect,
            @Nullable Duration giveUp) {}

    /**
     * The settings for saving cursors.
     *
     * @param on whether cursors are saved
     * @param saved returns whether the latest cursors are saved
     * @param patience how long a full pipe, and then a slow disk, may each delay the end
     */
    record Keeping(boolean on, BooleanSupplier saved, Duration patience) {}

    private final Surroundings around;
    private final Screen screen;
    private final Lines lines;
    private final Ends ends;
    private final boolean stats;
    private final Keeping keeping;
    private final Progress progress;
    private final CountDownLatch done = new CountDownLatch(1);
    private final AtomicInteger code = new AtomicInteger(-1);
    private final AtomicInteger live = new AtomicInteger();
    private volatile boolean broke;
    private boolean tidy;
    private boolean lost;
    /** Held while a line is written and at the end of the run, so that a line and its cursor stay consistent. */
    private final ReentrantLock writing = new ReentrantLock();

    private long written;
    private boolean over;
    private boolean anyId;

    TailRun(Surroundings around, Lines lines, Ends ends, boolean stats, Keeping keeping) {
        this.around = around;
        this.screen = around.screen();
        this.lines = lines;
        this.ends = ends;
        this.stats = stats;
        this.keeping = keeping;
        this.progress = new Progress(screen, ends.onDisconnect(), this::broke);
    }

    int run(RealtimeClient.Builder builder, List<SubscriptionOptions<String>> requests) {
        List<Subscription> subscriptions = new ArrayList<>();
        live.set(requests.size());
        RealtimeClient client = built(builder);
        // The JVM exits with 130 after this hook.
        Runnable unhook = around.hooks().atEnd(() -> tidyUp(client, subscriptions));
        try (client) {
            client.addConnectionListener(progress);
            synchronized (subscriptions) {
                for (SubscriptionOptions<String> options : requests) {
                    subscriptions.add(
                            client.subscribe(options.withAcknowledgement(Acknowledgement.MANUAL), new Listener()));
                }
            }
            while (!done.await(FRAME_MILLIS, TimeUnit.MILLISECONDS)) {
                screen.status(progress.status(client.stats()));
                Duration giveUp = ends.giveUp();
                if (giveUp != null && progress.longWithout(giveUp)) {
                    screen.tell(Tone.ERROR, "gave up after " + Spans.text(giveUp) + " without a connection");
                    end(ExitCode.FAILED);
                }
            }
            if (client.stats().openConnections() > 0) progress.awaitConnected();
            if (broke) drain(client);
            tidyUp(client, subscriptions);
            boolean well = code.get() == ExitCode.DONE || code.get() == ExitCode.BROKEN_PIPE;
            return lost && well ? ExitCode.INPUT_OUTPUT : code.get();
        } catch (IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED;
        } finally {
            unhook.run();
        }
    }

    private static RealtimeClient built(RealtimeClient.Builder builder) {
        try {
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        }
    }

    /** Ends the run. The first reason wins. */
    private void end(int exitCode) {
        if (code.compareAndSet(-1, exitCode)) done.countDown();
    }

    /** Ends the run because the connection ended. */
    private void broke(int exitCode) {
        broke = true;
        end(exitCode);
    }

    /** Waits until messages received before the disconnect are written. Ctrl-C does not wait for them. */
    private void drain(RealtimeClient client) throws InterruptedException {
        try {
            if (client.drain(LAST_LINES).get()) return;
        } catch (ExecutionException e) {
            // Handled like a timeout.
        }
        screen.tell(Tone.WARNING, "standard output is read too slowly: the last messages were not written");
    }

    /**
     * Saves the cursors of all written messages and prints the final diagnostics. Runs once. A second caller, such as
     * the Ctrl-C hook, waits until it is done.
     */
    private synchronized void tidyUp(RealtimeClient client, List<Subscription> subscriptions) {
        if (tidy) return;
        tidy = true;
        long patience = keeping.patience().toMillis();
        boolean drained = false;
        try {
            if (writing.tryLock(patience, TimeUnit.MILLISECONDS)) {
                over = true;
                writing.unlock();
            }
            synchronized (subscriptions) {
                subscriptions.forEach(Subscription::unsubscribe);
            }
            drained = client.drain(keeping.patience()).get(2 * patience, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // Handled like a timeout.
        }
        if (keeping.on() && !(drained && keeping.saved().getAsBoolean())) {
            screen.tell(Tone.ERROR, "the last cursors were not saved: the next run may repeat messages");
            lost = true;
        }
        screen.status("");
        if (keeping.on() && written > 0 && !anyId) {
            screen.tell(Tone.WARNING, "the messages have no ids: there is no cursor to resume from");
        }
        if (stats) screen.tell(Tone.WARNING, progress.summary(client.stats(), written));
    }

    /** The listener of one subscription. */
    private final class Listener implements SubscriptionListener<String> {
        private boolean again;

        @Override
        public void onMessage(Message<String> message) {
            writing.lock();
            try {
                if (over) return;
                screen.line(lines.line(message, around.clock().instant()));
                message.ack();
                anyId |= message.id() != null;
                over = ++written >= ends.max()
                        || (ends.until() != null && ends.until().equals(message.type()));
                if (over) end(ExitCode.DONE);
            } catch (Failure e) {
                over = true;
                screen.tell(e);
                end(e.code());
            } finally {
                writing.unlock();
            }
        }

        @Override
        public void onSubscribed(Continuity continuity) {
            progress.subscribed(continuity, again);
            again = true;
        }

        @Override
        public void onDropped(DroppedMessages dropped) {
            screen.tell(Tone.WARNING, dropped + ": standard output is read too slowly");
        }

        @Override
        public void onError(Throwable error) {
            screen.tell(Tone.WARNING, String.valueOf(error.getMessage()));
        }

        @Override
        public void onEnded(CloseReason reason) {
            if (reason.kind() == CloseReason.Kind.CLOSED) return;
            int worst = Progress.exitCode(reason);
            if (worst != ExitCode.DONE || live.get() > 1) screen.tell(Tone.ERROR, "ended: " + reason.text());
            if (live.decrementAndGet() == 0) end(worst);
        }
    }
}
