package dev.holdfast.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A benchmark of many subscriptions on one WebSocket. It measures the time until each subscription is confirmed and has
 * received a message, the cost of each, and the time after a connection loss until each is subscribed again and has
 * received what it missed. Client and server run in separate processes.
 *
 * <p>Holdfast is compared with a minimal client on OkHttp: a map from numbers to topics that subscribes to everything
 * again after a connection loss. It has no queues, no listener threads, and no detection of duplicates or gaps. It
 * shows the cost of the network and the parsing alone.
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
                client.line(); // All topics are subscribed and have received a message.
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
