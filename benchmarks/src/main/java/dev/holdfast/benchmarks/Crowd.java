package dev.holdfast.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A benchmark of many connections in one process: the cost of each, and the reconnect after a server restart. Each
 * connection receives one message a second. After all have received one, the server resets all connections, accepts
 * none for two seconds, and is back. Each client and the server run in separate processes.
 *
 * <p>OkHttp does not reconnect by itself, so its clients dial again at once. Their reconnect time is the best possible
 * one, and the peak of the server shows the cost of that.
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
