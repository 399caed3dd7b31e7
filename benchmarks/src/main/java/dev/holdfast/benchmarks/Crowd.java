package dev.holdfast.benchmarks;

import java.io.IOException;
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
}
