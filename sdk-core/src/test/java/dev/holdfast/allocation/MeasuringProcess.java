package dev.holdfast.allocation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs {@link MeasuringProgram} in a JVM of its own, without the optimizing compiler. That compiler removes some
 * allocations. Which ones depends on the code that ran before and on the load of the machine. Without it every allocation
 * in the code counts, and all runs give the same numbers.
 */
final class MeasuringProcess {
    private MeasuringProcess() {}

    /** Measures all cases. The output stays in a directory. */
    static List<Measurement> run(Path dir) throws IOException, InterruptedException {
        Files.createDirectories(dir);
        File out = dir.resolve("out").toFile();
        File err = dir.resolve("err").toFile();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MeasuringProgram.class.getName())
                .redirectOutput(out)
                .redirectError(err)
                .start();
        try {
            int code = process.waitFor();
            assertThat(code)
                    .as("the exit code of the measuring program; its error output:%n%s", Files.readString(err.toPath()))
                    .isZero();
        } finally {
            process.destroyForcibly();
        }
        return Files.readAllLines(out.toPath(), UTF_8).stream()
                .map(Measurement::of)
                .toList();
    }
}
