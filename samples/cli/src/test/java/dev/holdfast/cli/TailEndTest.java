package dev.holdfast.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CursorStore;
import dev.holdfast.RealtimeClient;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.interop.Until;
import dev.holdfast.protocol.Plain;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The last things a tail does, when they are slow, interrupted, or fail. */
final class TailEndTest {
    @TempDir
    Path dir;

    /** A slow disk. */
    private static final class Slow implements CursorStore {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch disk = new CountDownLatch(1);
        final AtomicInteger saves = new AtomicInteger();
        volatile @Nullable String saved;

        @Override
        public @Nullable String load(String key) {
            return null;
        }

        @Override
        public void save(String key, @Nullable String cursor) throws Exception {
            begun.countDown();
            assertThat(disk.await(Until.BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
            saved = cursor;
            saves.incrementAndGet();
        }
    }

    private final Slow store = new Slow();
    private final AtomicReference<Runnable> onCtrlC = new AtomicReference<>();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** Ends by itself after one message. */
    private CompletableFuture<Integer> tail(EventServer server, AtomicReference<Thread> runner) {
        Surroundings around = new Ran.Setup()
                .hooks(work -> {
                    onCtrlC.set(work);
                    return () -> {};
                })
                .around(err);
        TailRun.Ends ends = new TailRun.Ends(1, null, false, null);
        TailRun.Keeping keeping = new TailRun.Keeping(true, () -> true, Until.BOUND);
        TailRun run = new TailRun(around, new Lines(around.screen(), false, false), ends, true, keeping);
        CompletableFuture<Integer> code = new CompletableFuture<>();
        Thread thread = new Thread(() -> code.complete(run.run(
                RealtimeClient.builder(server.url()).protocol(Plain.create()).cursorStore(store),
                List.of(SubscriptionOptions.text("")))));
        runner.set(thread);
        thread.start();
        return code;
    }

    private static boolean isIn(Thread thread, String method) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals(method));
    }

    private static boolean waits(Thread thread) {
        return switch (thread.getState()) {
            case BLOCKED, WAITING, TIMED_WAITING, TERMINATED -> true;
            default -> false;
        };
    }

    @Test
    void ctrlCDuringTheOrdinaryEndWaitsForTheSave() throws Exception {
        try (EventServer server = EventServer.staying("id: 7\ndata: one")) {
            AtomicReference<Thread> runner = new AtomicReference<>();
            CompletableFuture<Integer> code = tail(server, runner);
            assertThat(store.begun.await(Until.BOUND.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            Until.holds(() -> "does not end", () -> isIn(runner.get(), "tidyUp"));
            AtomicReference<String> savedThen = new AtomicReference<>();
            Thread hook = new Thread(() -> {
                onCtrlC.get().run();
                savedThen.set(String.valueOf(store.saved)); // the JVM stops here
            });
            hook.start();
            Until.holds(() -> "it is " + hook.getState(), () -> waits(hook));
            store.disk.countDown();
            hook.join();
            assertThat(savedThen).hasValue("7");
            assertThat(code.get(Until.BOUND.toSeconds(), TimeUnit.SECONDS)).isEqualTo(ExitCode.DONE);
            assertThat(store.saves).hasValue(1);
            assertThat(err.toString(UTF_8)).containsOnlyOnce("written=1");
        }
    }

    @Test
    void theOrdinaryEndDuringCtrlCWaitsForItToo() throws Exception {
        try (EventServer server =
                new EventServer(asked -> asked.stream("id: 7\ndata: one").stay())) {
            AtomicReference<Thread> runner = new AtomicReference<>();
            CountDownLatch hooked = new CountDownLatch(1);
            Thread hook = new Thread(() -> {
                hooked.countDown();
                onCtrlC.get().run();
            });
            CompletableFuture<Integer> code = tail(server, runner);
            assertThat(store.begun.await(Until.BOUND.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            hook.start();
            Until.holds(() -> "it is " + hook.getState(), () -> isIn(hook, "tidyUp") && waits(hook));
            Until.holds(() -> "it is " + runner.get().getState(), () -> isIn(runner.get(), "tidyUp"));
            assertThat(code).isNotDone();
            store.disk.countDown();
            hook.join();
            assertThat(code.get(Until.BOUND.toSeconds(), TimeUnit.SECONDS)).isEqualTo(ExitCode.DONE);
            assertThat(store.saved).isEqualTo("7");
            assertThat(err.toString(UTF_8)).containsOnlyOnce("written=1");
        }
    }

    @Test
    void aPositionThatCannotBeSavedIsNoSuccess() throws IOException {
        Path file = dir.resolve("cursor");
        // Where the new file is to be written lies a directory, as it might be a disk that is full.
        Path obstacle = Files.createDirectories(dir.resolve("cursor.new/full"));
        try (EventServer server = EventServer.staying("id: 1\ndata: one")) {
            Ran ran = Ran.of("tail", "-q", "-n", "1", "--resume", file.toString(), server.url());
            assertThat(ran.out()).containsExactly("one");
            assertThat(ran.code()).isEqualTo(ExitCode.INPUT_OUTPUT);
            assertThat(ran.err()).contains("the last cursors were not saved: the next run may repeat messages");
            assertThat(file).doesNotExist();
        }
        assertThat(obstacle).exists();
    }

    @Test
    void whatFailedOnceIsTriedAgainAtTheEnd() throws Exception {
        Path file = dir.resolve("cursor");
        try (CursorFile cursors = CursorFile.open(file, null)) {
            Files.createDirectories(dir.resolve("cursor.new"));
            boolean failed = false;
            try {
                cursors.save("a", "1");
            } catch (IOException e) {
                failed = true;
            }
            assertThat(failed).isTrue();
            assertThat(cursors.settle()).isFalse();
            Files.delete(dir.resolve("cursor.new"));
            assertThat(cursors.settle()).isTrue();
        }
        assertThat(file).hasContent("{\"holdfast-cursors\":{\"a\":\"1\"}}");
    }
}
