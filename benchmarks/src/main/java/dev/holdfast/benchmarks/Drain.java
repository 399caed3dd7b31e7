package dev.holdfast.benchmarks;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A benchmark in which each client reads the same feed to its end, several times and in turn. It prints the cost of a
 * message: CPU time of this process (the server is a separate one) and bytes allocated. The options are {@code
 * --rounds}, {@code --warmup} (rounds that are not measured) and {@code --messages} (in each feed).
 */
final class Drain {
    private final int port;
    private final int messages;

    private Drain(int port, int messages) {
        this.port = port;
        this.messages = messages;
    }

    public static void main(String[] args) throws Exception {
        Options options = new Options(args, Map.of("rounds", 7, "warmup", 4, "messages", 5_000_000));
        int messages = options.get("messages");
        System.out.println(Options.machine());
        System.out.println("Allocation: " + Meter.allocationSource());
        try (FeedProcess server = new FeedProcess()) {
            List<DrainTable> tables =
                    new Drain(server.port(), messages).run(options.get("warmup"), options.get("rounds"));
            for (DrainTable table : tables) table.print(System.out);
            for (DrainTable table : tables) table.printVerdict(System.out);
        }
    }

    private List<DrainTable> run(int warmup, int rounds) throws Exception {
        List<DrainTable> tables = new ArrayList<>();
        for (FeedKind kind : FeedKind.values()) tables.add(new DrainTable(kind, FeedClient.all(kind)));
        for (int round = -warmup; round < rounds; round++) {
            System.out.println(round < 0 ? "warm-up" : "round " + (round + 1) + " of " + rounds);
            for (DrainTable table : tables) round(table, round);
        }
        for (DrainTable table : tables) for (FeedClient client : table.clients()) client.close();
        return tables;
    }

    /** Runs one round. Each round starts with another client, so that none always follows the same one. */
    private void round(DrainTable table, int round) throws Exception {
        List<FeedClient> clients = table.clients();
        Meter.Sample[] samples = new Meter.Sample[clients.size()];
        for (int i = 0; i < clients.size(); i++) {
            int turn = Math.floorMod(i + round, clients.size());
            samples[turn] = drain(clients.get(turn), table.kind().drainUrl(port, messages), messages);
        }
        if (round >= 0) table.add(List.of(samples));
    }

    /** Reads one feed with one client. */
    static Meter.Sample drain(FeedClient client, String url, int messages) throws Exception {
        Tally tally = new Tally(messages);
        Meter meter = new Meter();
        meter.start();
        Closeable connection = client.connect(url, tally);
        tally.await(client.name());
        // Measured before the connection is closed, while the threads that did the work are alive.
        Meter.Sample sample = meter.stop(messages);
        connection.close();
        tally.check(client.name());
        return sample;
    }
}
