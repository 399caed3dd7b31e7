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
 * Tests hostile servers over real sockets against a client with a heap of 64 MB. Each connection must end with the
 * expected reason, and the client may hold no more than a few megabytes. The measurements are in {@code
 * docs/hostile-peers.md}.
 */
@Timeout(300)
final class HostilePeerTest {
    /** An idle client holds about 5 MB. A message is refused at 1 MiB, and its buffer doubles until then. */
    private static final long MOST_BYTES = 20L << 20;

    /** The measurements, kept for the table in the documentation. */
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
