package dev.holdfast.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * Servers that mean harm, over real sockets, against a client that has a heap of 64 MB: each comes to the end it should,
 * and no more than a few megabytes are held on the way. What was measured is in {@code docs/hostile-peers.md}.
 */
@Timeout(300)
final class HostilePeerTest {
    /** A client at rest holds about 5 MB; a message is refused at 1 MiB, and its buffer doubles on the way there. */
    private static final long MOST_BYTES = 20L << 20;

    /** What was measured stays here, for the table. */
    private final Path dir = Path.of("target", "hostile-peers");

    @TestFactory
    Stream<DynamicTest> aHostilePeerComesToTheRightEndAndFillsNoMemory() throws Exception {
        List<String> lines = meetAll();
        assertThat(lines).hasSameSizeAs(HostileScript.values());
        return lines.stream().map(line -> {
            String[] columns = line.split("\t", -1);
            return DynamicTest.dynamicTest(columns[0], () -> check(columns));
        });
    }

    private static void check(String[] columns) {
        assertThat(columns[1])
                .isEqualTo(HostileScript.valueOf(columns[0]).expected.toString());
        assertThat(Long.parseLong(columns[3]))
                .as("bytes left by any collection")
                .isLessThan(MOST_BYTES);
    }

    private List<String> meetAll() throws IOException, InterruptedException {
        Files.createDirectories(dir);
        File out = dir.resolve("out").toFile();
        File err = dir.resolve("err").toFile();
        try (HostileServer server = new HostileServer()) {
            Process client = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx64m",
                            "-XX:+UseSerialGC",
                            "-XX:+ExitOnOutOfMemoryError",
                            "-cp",
                            System.getProperty("java.class.path"),
                            HostileClient.class.getName(),
                            Integer.toString(server.port()))
                    .redirectOutput(out)
                    .redirectError(err)
                    .start();
            try {
                int code = client.waitFor();
                String told = Files.readString(out.toPath()) + Files.readString(err.toPath());
                assertThat(code)
                        .as("the client's exit code; it said:%n%s", told)
                        .isZero();
            } finally {
                client.destroyForcibly();
            }
        }
        return Files.readAllLines(out.toPath(), StandardCharsets.UTF_8);
    }
}
