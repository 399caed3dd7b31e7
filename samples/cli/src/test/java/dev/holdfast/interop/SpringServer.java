package dev.holdfast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;

/** A Spring Boot of its own, compiled and started beside the test. */
final class SpringServer implements AutoCloseable {
    private final Server server;

    SpringServer(Path dir) {
        String libraries = System.getProperty("java.class.path");
        Path source = Path.of("src", "test", "interop", "spring", "SpringFeed.java");
        int compiled = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        System.out,
                        System.err,
                        "-parameters",
                        "-proc:none",
                        "-cp",
                        libraries,
                        "-d",
                        dir.toString(),
                        source.toString());
        assertThat(compiled)
                .as("javac's answer; spring-boot-starter-web is a dependency of the interop tests")
                .isZero();
        int port = Servers.freePort();
        server = new Server(
                        "spring",
                        port,
                        dir,
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                dir + ":" + libraries,
                                "SpringFeed",
                                Integer.toString(port)))
                .start();
    }

    String url() {
        return "http://127.0.0.1:" + server.port() + "/readings";
    }

    @Override
    public void close() {
        server.close();
    }

    @Override
    public String toString() {
        return server.toString();
    }
}
