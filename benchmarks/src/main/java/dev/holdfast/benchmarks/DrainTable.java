package dev.holdfast.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The results of all rounds for one kind of feed. */
final class DrainTable {
    private static final double MOST_OF_OKHTTP_WEBSOCKET = 0.60;
    private static final double MOST_OF_OKHTTP_SSE = 0.65;
    private static final int MOST_BYTES_BESIDE_STRINGS = 96;

    // The positions of the clients that the targets refer to.
    private static final int BASE = 1;
    private static final int NV = 3;

    private final FeedKind kind;
    private final List<FeedClient> clients;
    private final List<List<Meter.Sample>> rounds = new ArrayList<>();

    DrainTable(FeedKind kind, List<FeedClient> clients) {
        this.kind = kind;
        this.clients = clients;
    }

    FeedKind kind() {
        return kind;
    }

    List<FeedClient> clients() {
        return clients;
    }

    /** Adds a round: one sample for each client, in the order of the clients. */
    void add(List<Meter.Sample> round) {
        rounds.add(round);
    }

    void print(PrintStream out) {
        out.printf(Locale.ROOT, "%n%s%n", kind.title());
        String line = "%-30s %-24s %-18s %s%n";
        String base = clients.get(BASE).name();
        out.printf(Locale.ROOT, line, "client", "CPU ns/message", "bytes/message", "CPU ratio to " + base);
        for (int i = 0; i < clients.size(); i++) {
            out.printf(
                    Locale.ROOT,
                    line,
                    clients.get(i).name(),
                    series(i, Meter.Sample::cpuNanos).text(0),
                    series(i, Meter.Sample::bytes).text(0),
                    ratio(i, BASE).text(2));
        }
    }

    void printVerdict(PrintStream out) {
        out.printf(Locale.ROOT, "%n%s%n", kind.title());
        double most = kind.webSocket() ? MOST_OF_OKHTTP_WEBSOCKET : MOST_OF_OKHTTP_SSE;
        cpuVerdict(out, BASE, most);
        if (kind.webSocket()) cpuVerdict(out, NV, 1);
        int strings = string(Feed.PAYLOAD_BYTES) + (kind.webSocket() ? 0 : string(Feed.ID_BYTES));
        double bytes = series(holdfast(), Meter.Sample::bytes).median();
        verdict(out, "bytes beside the Strings", bytes - strings, MOST_BYTES_BESIDE_STRINGS);
    }

    private void cpuVerdict(PrintStream out, int peer, double most) {
        verdict(
                out,
                "CPU, of " + clients.get(peer).name(),
                ratio(holdfast(), peer).median(),
                most);
    }

    private int holdfast() {
        return clients.size() - 1;
    }

    private static void verdict(PrintStream out, String what, double is, double most) {
        String word = is <= most ? "meets" : "misses";
        out.printf(Locale.ROOT, "  %-40s %6.2f  %s the target of at most %.2f%n", what, is, word, most);
    }

    /** Returns the size of an ASCII String and its array on a 64-bit JVM with compressed references. */
    private static int string(int length) {
        return 24 + (16 + length + 7) / 8 * 8;
    }

    private Series series(int client, ToDoubleFunction<Meter.Sample> figure) {
        return Series.of(rounds.stream()
                .mapToDouble(round -> figure.applyAsDouble(round.get(client)))
                .toArray());
    }

    /** Compares within each round, because both clients then had the same conditions. */
    private Series ratio(int client, int base) {
        return Series.of(rounds.stream()
                .mapToDouble(
                        round -> round.get(client).cpuNanos() / round.get(base).cpuNanos())
                .toArray());
    }
}
