package dev.holdfast.jvm;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Java runtime cut down to what a program needs: databases are not among it, unless the program has one. */
final class SmallRuntimeTest {
    @TempDir
    Path folder;

    @Test
    void allButTheStoreOfDatabasesWorksWithoutJavaSql() throws Exception {
        Path output = folder.resolve("output");
        try (CountedFeed feed = new CountedFeed()) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--limit-modules",
                            "java.base,java.logging",
                            "-cp",
                            System.getProperty("java.class.path"),
                            SmallRuntimeApp.class.getName(),
                            feed.url())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try {
                assertThat(process.waitFor(30, SECONDS)).as("ended in time").isTrue();
            } finally {
                process.destroyForcibly();
            }
        }
        assertThat(Files.readAllLines(output)).containsExactly("SUM 6", "HAS NO java.sql");
    }
}
