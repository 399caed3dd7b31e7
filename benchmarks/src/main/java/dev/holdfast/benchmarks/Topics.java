package dev.holdfast.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Many subscriptions on one WebSocket: how long until each is confirmed and has heard a message, what each costs, and how
 * long it takes after a cut until each has been asked for again and has heard what it missed. Client and server have
 * processes of their own.
 *
 * <p>Beside Holdfast stands the least that does the same over OkHttp: a map from numbers to places, every subscribe asked
 * for again at once when the connection breaks, and nothing else. It has no queues, no listeners' threads, no duplicates
 * and no gaps to tell, and says what the wire and the parsing cost.
 */
final class Topics {
    private Topics() {}

    public static void main(String[] args) throws Exception {
        Options options = new Options(args, Map.of("topics", 100_000, "heap", 2048));
        System.out.println(Options.machine() + ", " + options.get("topics") + " topics");
        System.out.printf(
                Locale.ROOT,
                "%-28s %9s %12s %8s %8s %8s%n",
                "client",
                "heard s",
                "heap B/topic",
                "threads",
                "whole s",
                "frames");
        for (String who : List.of("holdfast", "least")) run(who, options);
    }

    private static void run(String who, Options options) throws IOException {
        String many = Integer.toString(options.get("topics"));
        try (Child server = new Child(512, TopicsServer.class, many)) {
            String port = server.line();
            try (Child client = new Child(options.get("heap"), TopicsClient.class, who, many, port)) {
                client.line(); // all subscribed and heard
                client.say("cut");
                server.say("cut");
                String frames = server.line();
                String[] got = client.line().split(" ", -1);
                System.out.printf(
                        Locale.ROOT, "%-28s %9s %12s %8s %8s %8s%n", who, got[0], got[1], got[2], got[3], frames);
            }
        }
    }
}
