package dev.holdfast.cli;

import dev.holdfast.Acknowledgement;
import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.Dropped;
import dev.holdfast.Message;
import dev.holdfast.RealtimeClient;
import dev.holdfast.Subscription;
import dev.holdfast.SubscriptionListener;
import dev.holdfast.SubscriptionRequest;
import dev.holdfast.cli.Screen.Tone;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One run of {@code holdfast tail}, from the first attempt to the exit code. */
final class TailRun {
    /** How long a full pipe and a slow disk can delay the end. */
    private static final long PATIENCE_MILLIS = 1500;

    private static final long FRAME_MILLIS = 100;

    /**
     * What ends a run, beside the server and Ctrl-C.
     *
     * @param max after so many messages
     * @param until after a message of this type
     * @param onDisconnect with the first connection
     * @param giveUp after so long without a connection
     */
    record Ends(
            long max,
            @Nullable String until,
            boolean onDisconnect,
            @Nullable Duration giveUp) {}

    private final Surroundings around;
    private final Screen screen;
    private final Lines lines;
    private final Ends ends;
    private final boolean stats;
    private final boolean resumes;
    private final Progress progress;
    private final CountDownLatch done = new CountDownLatch(1);
    private final AtomicInteger code = new AtomicInteger(-1);
    private final AtomicInteger live = new AtomicInteger();
    private final AtomicBoolean tidy = new AtomicBoolean();
    /** Held while a line is written; taken by who ends it, so that a line and its position go together. */
    private final ReentrantLock writing = new ReentrantLock();

    private long written;
    private boolean over;
    private boolean anyId;

    TailRun(Surroundings around, Lines lines, Ends ends, boolean stats, boolean resumes) {
        this.around = around;
        this.screen = around.screen();
        this.lines = lines;
        this.ends = ends;
        this.stats = stats;
        this.resumes = resumes;
        this.progress = new Progress(screen, ends.onDisconnect(), this::end);
    }

    int run(RealtimeClient.Builder builder, List<SubscriptionRequest<String>> requests) {
        List<Subscription> subscriptions = new ArrayList<>();
        live.set(requests.size());
        RealtimeClient client = built(builder);
        // The JVM ends with 130 after this, whatever it does.
        Thread interrupted = new Thread(() -> tidyUp(client, subscriptions), "holdfast-interrupted");
        try (client) {
            client.addConnectionListener(progress);
            Runtime.getRuntime().addShutdownHook(interrupted);
            synchronized (subscriptions) {
                for (SubscriptionRequest<String> request : requests) {
                    subscriptions.add(client.subscribe(request.acknowledge(Acknowledgement.MANUAL), new Listener()));
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
            tidyUp(client, subscriptions);
            return code.get();
        } catch (IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED;
        } finally {
            unhook(interrupted);
        }
    }

    private static RealtimeClient built(RealtimeClient.Builder builder) {
        try {
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        }
    }

    private static void unhook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending, and runs it.
        }
    }

    /** Ends the run; of several reasons the first counts. */
    private void end(int exitCode) {
        if (code.compareAndSet(-1, exitCode)) done.countDown();
    }

    /** Has the positions of all that was written saved, and says the last words. Once, from whichever side the end comes. */
    private void tidyUp(RealtimeClient client, List<Subscription> subscriptions) {
        if (!tidy.compareAndSet(false, true)) return;
        try {
            if (writing.tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                over = true;
                writing.unlock();
            }
            synchronized (subscriptions) {
                subscriptions.forEach(Subscription::cancel);
            }
            boolean saved =
                    client.drain(Duration.ofMillis(PATIENCE_MILLIS)).get(2 * PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            if (resumes && !saved) screen.tell(Tone.WARNING, "the last positions may not be saved");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            screen.tell(Tone.WARNING, "the last positions may not be saved");
        }
        screen.status("");
        if (resumes && written > 0 && !anyId) {
            screen.tell(Tone.WARNING, "the messages have no ids: there is no position to resume from");
        }
        if (stats) screen.tell(Tone.WARNING, progress.summary(client.stats(), written));
    }

    /** One for each subscription. */
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
            } catch (IOException e) {
                over = true;
                end(outputGone(e));
            } finally {
                writing.unlock();
            }
        }

        private int outputGone(IOException e) {
            String why = String.valueOf(e.getMessage());
            // Whoever read us has had enough, and wants to hear nothing of it.
            if (why.contains("Broken pipe") || why.contains("reset by peer")) return ExitCode.BROKEN_PIPE;
            screen.tell(Tone.ERROR, "standard output cannot be written: " + why);
            return ExitCode.INPUT_OUTPUT;
        }

        @Override
        public void onSubscribed(Continuity continuity) {
            progress.subscribed(continuity, again);
            again = true;
        }

        @Override
        public void onDropped(Dropped dropped) {
            screen.tell(Tone.WARNING, dropped + ": the reader of the output is too slow");
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
