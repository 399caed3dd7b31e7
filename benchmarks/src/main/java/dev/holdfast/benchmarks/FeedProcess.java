package dev.holdfast.benchmarks;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A {@link FeedServer} in a separate Java process, so that its work does not count towards the clients. */
final class FeedProcess implements Closeable {
    private final Process process;
    private final int port;

    FeedProcess() throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FeedServer.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String line;
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            line = output.readLine();
        }
        if (line == null) throw new IOException("The feed server did not start");
        port = Integer.parseInt(line);
    }

    int port() {
        return port;
    }

    @Override
    public void close() throws IOException {
        // The server ends when its standard input ends.
        process.getOutputStream().close();
    }
}
