package dev.holdfast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Acknowledgement;
import dev.holdfast.CursorStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Kills a {@link KilledConsumer} with a signal that it cannot see coming, again and again, each time where chance says, and
 * checks what each run handled against the position that the store had before it and has after it.
 */
final class KillNine implements AutoCloseable {
    /** Where in its listener the process is killed. */
    private enum Where {
        BEFORE,
        AFTER,
        ANYWHERE
    }

    private final NumberedFeed feed = new NumberedFeed();
    private final Path dir;
    private final String where;
    private final CursorStore store;
    private final Runnable settled;
    private final Acknowledgement acknowledgement;
    private final Random random;
    private final String seed;

    private Process process;
    private Path file;
    private int runs;
    /** The newest message that was handled, and how many were once more. */
    private int handled;

    private int twice;
    private int position;

    /**
     * Messages are handled into a directory and positions kept in a store, given as the process is told of it.
     *
     * @param settled returns when what a dead process began at the store is done or undone
     */
    KillNine(Path dir, String where, Acknowledgement acknowledgement, long seed, Runnable settled) {
        this.dir = dir;
        this.where = where;
        this.store = KilledConsumer.store(where);
        this.acknowledgement = acknowledgement;
        this.settled = settled;
        this.random = new Random(seed);
        this.seed = "seed " + seed;
    }

    /** Each way so often; then lets it come to an end. */
    void kill(int times) {
        for (int i = 0; i < times; i++) {
            for (Where each : Where.values()) kill(each);
        }
        int all = handled + 10;
        feed.publishUpTo(all);
        start(0, Where.ANYWHERE);
        awaitPosition(all);
        end();
        assertThat(handled).as(seed).isEqualTo(all);
        assertThat(position).as(seed).isEqualTo(all);
        assertThat(twice).as(seed).isGreaterThanOrEqualTo(times);
    }

    private void kill(Where each) {
        int at = handled + 1 + random.nextInt(30);
        int more = at + random.nextInt(30);
        if (each == Where.ANYWHERE) {
            feed.publishUpTo(at);
            start(0, each);
            awaitPosition(at);
            feed.publishUpTo(more + 1);
            awaitHandled(at + 1 + random.nextInt(more + 1 - at));
            end();
            return;
        }
        feed.publishUpTo(more);
        start(at, each);
        Until.holds(
                () -> seed + ": does not come to " + at + ": " + log(),
                () -> Files.exists(KilledConsumer.holding(file)));
        awaitPosition(at - 1);
        end();
        assertThat(handled).as(seed).isEqualTo(each == Where.BEFORE ? at - 1 : at);
        assertThat(position).as(seed).isEqualTo(at - 1);
    }

    private void start(int hold, Where each) {
        file = dir.resolve("handled-" + ++runs);
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                KilledConsumer.class.getName(),
                feed.url(),
                where,
                acknowledgement.name(),
                file.toString(),
                Integer.toString(hold),
                each == Where.BEFORE ? "before" : "after");
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(logFile().toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void end() {
        assertThat(process.isAlive())
                .as("%s: until it is killed: %s", seed, log())
                .isTrue();
        destroy();
        settled.run();
        check();
    }

    private void destroy() {
        process.destroyForcibly().onExit().join();
        try {
            process.getOutputStream().close();
        } catch (IOException broken) {
            // It is dead.
        }
    }

    /** It went on right behind the position, left nothing out, and the position is not ahead of what was handled. */
    private void check() {
        List<Integer> numbers = numbers();
        assertThat(numbers)
                .as("%s: what run %s handled", seed, runs)
                .isEqualTo(IntStream.rangeClosed(position + 1, position + numbers.size())
                        .boxed()
                        .toList());
        for (int number : numbers) {
            if (number <= handled) twice++;
            else handled = number;
        }
        int before = position;
        position = loaded();
        assertThat(position)
                .as("%s: position after run %s, and what was handled", seed, runs)
                .isBetween(before, handled);
    }

    private void awaitPosition(int number) {
        Until.holds(
                () -> seed + ": the position is " + loaded() + " and not " + number + ": " + log(),
                () -> loaded() >= number);
    }

    private void awaitHandled(int number) {
        Until.holds(
                () -> seed + ": handled " + numbers() + " and not " + number + ": " + log(),
                () -> numbers().contains(number));
    }

    private int loaded() {
        try {
            String cursor = store.load(feed.url() + "#" + KilledConsumer.TOPIC);
            return cursor == null ? 0 : Integer.parseInt(cursor);
        } catch (Exception e) {
            throw new AssertionError(seed, e);
        }
    }

    private List<Integer> numbers() {
        try {
            if (!Files.exists(file)) return List.of();
            String text = Files.readString(file);
            // The last one may be on its way.
            return text.substring(0, text.lastIndexOf('\n') + 1)
                    .lines()
                    .map(Integer::valueOf)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path logFile() {
        return dir.resolve("run-" + runs + ".log");
    }

    private String log() {
        try {
            return Files.readString(logFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process != null) destroy();
        feed.close();
    }
}
