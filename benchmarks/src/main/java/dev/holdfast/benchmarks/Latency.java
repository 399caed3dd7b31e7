package dev.holdfast.benchmarks;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A benchmark of the time from just before the server's write to the listener, at 1,000 messages a second. It compares
 * Holdfast with its default delivery (one hop to an executor) with OkHttp's own clients (no hop). All clients are
 * connected at the same time and are served in turn. {@code --seconds} is the measured time after {@code --warmup}
 * seconds.
 *
 * <p>The times are {@link System#nanoTime} of two processes. On Linux this is CLOCK_MONOTONIC, which is the same for
 * the whole machine. If a message seems to arrive before it was sent, the run fails.
 */
final class Latency {
    private static final int PER_SECOND = 1000;

    private record Contestant(FeedKind kind, FeedClient client) {
        String title() {
            return client.name() + (kind.webSocket() ? ", WebSocket" : ", SSE");
        }
    }

    private Latency() {}

    public static void main(String[] args) throws Exception {
        Options options = new Options(args, Map.of("seconds", 60, "warmup", 15));
        int skip = options.get("warmup") * PER_SECOND;
        int total = skip + options.get("seconds") * PER_SECOND;
        System.out.println(Options.machine());
        // Holdfast first, then the client it is compared with.
        List<Contestant> all = List.of(
                new Contestant(FeedKind.WEBSOCKET, HoldfastClient.background()),
                new Contestant(FeedKind.WEBSOCKET, new OkHttpWebSocketClient(OkHttpSupport.patient(), "")),
                new Contestant(FeedKind.SSE_EVENTS, HoldfastClient.background()),
                new Contestant(FeedKind.SSE_EVENTS, new OkHttpSseClient(OkHttpSupport.patient(), "")));
        List<Stopwatch> watches = run(all, total);
        System.out.printf(Locale.ROOT, "%nmicroseconds%n%-30s %s%n", "client", Stopwatch.HEADING);
        List<Stopwatch.Result> results = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Stopwatch.Result result = watches.get(i).result(skip);
            results.add(result);
            System.out.printf(Locale.ROOT, "%-30s %s%n", all.get(i).title(), result);
        }
        for (int i = 0; i < all.size(); i += 2) {
            double added = (results.get(i).p99() - results.get(i + 1).p99()) / 1000.0;
            System.out.printf(
                    Locale.ROOT,
                    "%s: p99 %+.1f us against %s; %s the target of less than 1000 us%n",
                    all.get(i).title(),
                    added,
                    all.get(i + 1).title(),
                    added < 1000 ? "meets" : "misses");
        }
    }

    private static List<Stopwatch> run(List<Contestant> all, int messages) throws Exception {
        List<Stopwatch> watches = new ArrayList<>();
        List<Closeable> connections = new ArrayList<>();
        try (FeedProcess server = new FeedProcess()) {
            for (Contestant one : all) {
                Stopwatch watch = new Stopwatch(messages);
                watches.add(watch);
                String url = one.kind().pacedUrl(server.port(), all.size(), messages);
                connections.add(one.client().connect(url, watch));
            }
            for (int i = 0; i < all.size(); i++) watches.get(i).await(all.get(i).title());
            for (Closeable connection : connections) connection.close();
            for (Contestant one : all) one.client().close();
        }
        return watches;
    }
}
