package dev.holdfast.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A child Java process that communicates by lines of text. */
final class Child implements Closeable {
    private final Process process;
    private final BufferedReader output;

    Child(int heapMiB, Class<?> main, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMiB + "m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(args));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        output = new BufferedReader(new InputStreamReader(process.getInputStream(), US_ASCII));
    }

    String line() throws IOException {
        String line = output.readLine();
        if (line == null) throw new IOException("A process ended early. See its errors above");
        return line;
    }

    void say(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(US_ASCII));
        process.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.destroy();
    }
}
