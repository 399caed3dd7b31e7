package dev.holdfast.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Many connections in one process: what each costs, and how they come back when the server restarts. A message a second on
 * each; after all have heard one, the server resets all connections, listens to nobody for two seconds, and is back. Each
 * contestant has a process of its own, and so has the server.
 *
 * <p>OkHttp has no reconnection, so its clients ask again at once: their time to come back is the best there can be, and
 * the server's peak what that costs it.
 */
final class Crowd {
    private Crowd() {}

    public static void main(String[] args) throws Exception {
        Options options = new Options(args, Map.of("connections", 10_000, "heap", 4096));
        System.out.println(Options.machine() + ", " + options.get("connections") + " connections");
        System.out.printf(
                Locale.ROOT,
                "%-28s %8s %12s %11s %8s %8s %14s%n",
                "client",
                "open s",
                "heap KiB/c",
                "RSS KiB/c",
                "threads",
                "back s",
                "peak accepts/s");
        for (String transport : List.of("ws", "sse")) {
            for (String who : List.of("holdfast", "okhttp")) run(who, transport, options);
        }
    }

    private static void run(String who, String transport, Options options) throws IOException {
        try (Child server = new Child(256, CrowdServer.class)) {
            String port = server.line();
            String many = Integer.toString(options.get("connections"));
            try (Child client = new Child(options.get("heap"), CrowdClient.class, who, transport, many, port)) {
                client.line();
                server.say("restart");
                client.say("down");
                String[] got = client.line().split(" ", -1);
                server.say("peak");
                System.out.printf(
                        Locale.ROOT,
                        "%-28s %8s %12s %11s %8s %8s %14s%n",
                        who + ", " + transport,
                        got[0],
                        got[1],
                        got[2],
                        got[3],
                        got[4],
                        server.line());
            }
        }
    }

    /** A Java process that is talked to in lines. */
    private static final class Child implements Closeable {
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
            if (line == null) throw new IOException("A process has ended early: its errors are above");
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
}
