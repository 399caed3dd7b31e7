package dev.holdfast.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.interop.Until;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The packaged jar, run as a process of its own. */
public final class Jar implements AutoCloseable {
    private static final Path JAR = Path.of(System.getProperty("holdfast.jar", "target/holdfast.jar"));

    private final Process process;
    private final Path out;
    private final Path err;

    private Jar(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** The words that start it. */
    static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                // Whoever runs the tests in the background has Ctrl-C ignored, and children take after their parents.
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                JAR.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Starts the jar; its output goes to files of the directory. */
    public static Jar start(Path dir, String... arguments) {
        return run(dir, command(arguments));
    }

    /** Starts a line of bash, in which {@code holdfast} is the jar. */
    static Jar bash(Path dir, String line) {
        String function = "holdfast() { " + String.join(" ", command()) + " \"$@\"; }\n";
        return run(dir, List.of("bash", "-c", function + line));
    }

    private static Jar run(Path dir, List<String> command) {
        try {
            Path out = Files.createTempFile(dir, "out", ".txt");
            Path err = Files.createTempFile(dir, "err", ".txt");
            Process process = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            process.getOutputStream().close();
            return new Jar(process, out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for its end; answers the exit code. */
    public int exit() {
        Until.holds(() -> "does not end: " + this, () -> process.waitFor(10, TimeUnit.MILLISECONDS));
        return process.exitValue();
    }

    /** Returns when standard output has so many lines. */
    public Jar awaitLines(int count) {
        Until.holds(() -> "no " + count + " lines: " + this, () -> {
            assertThat(process.isAlive() || out().size() >= count)
                    .as(this::toString)
                    .isTrue();
            return out().size() >= count;
        });
        return this;
    }

    /** Returns when standard error has the text. */
    public Jar awaitError(String text) {
        Until.holds(() -> "no '" + text + "': " + this, () -> err().contains(text));
        return this;
    }

    Jar signal(String signal) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
        return this;
    }

    /** The whole lines of standard output so far. */
    public List<String> out() {
        String text = read(out);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    String err() {
        return read(err);
    }

    private static String read(Path file) {
        try {
            // Bytes: a character may be half written.
            return new String(Files.readAllBytes(file), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }

    @Override
    public String toString() {
        return out() + "\n" + err();
    }
}
