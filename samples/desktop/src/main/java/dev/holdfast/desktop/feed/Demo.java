package dev.holdfast.desktop.feed;

import dev.holdfast.Backoff;
import dev.holdfast.Heartbeat;
import dev.holdfast.desktop.model.Endpoint;
import dev.holdfast.desktop.model.Happening;
import dev.holdfast.desktop.model.Intake;
import dev.holdfast.samples.server.Cut;
import dev.holdfast.samples.server.DemoServer;
import dev.holdfast.samples.server.Plant;
import dev.holdfast.samples.server.ServerSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The demo server inside this program. Publishes this machine's state and breaks connections on request. */
public final class Demo implements AutoCloseable {
    /** Slow enough to be visible, and short enough to show several outages a minute. */
    public static final Heartbeat HEARTBEAT =
            Heartbeat.every(Duration.ofSeconds(2)).withGrace(Duration.ofSeconds(1));

    /** Chosen like the heartbeat. */
    public static final Backoff BACKOFF = Backoff.exponential(Duration.ofMillis(800), Duration.ofSeconds(5))
            .withFirstRetry(Duration.ofMillis(800))
            .withStableAfter(Duration.ofSeconds(4));

    private static final Duration PACE = Duration.ofMillis(100);
    /** Longer than the client's, so that the client's own probes are visible on a quiet topic. */
    private static final Duration SERVER_HEARTBEAT = Duration.ofSeconds(10);

    private final DemoServer server;

    /**
     * Starts the demo server.
     *
     * @param cutsFrom the minimum time between two automatic disconnects; zero for none
     * @param cutsTo the maximum time
     */
    public Demo(Intake intake, Duration cutsFrom, Duration cutsTo, long seed) throws IOException {
        ServerSettings settings = new ServerSettings(PACE, cutsFrom, cutsTo, SERVER_HEARTBEAT, seed, Plant.NOTHING);
        server = new DemoServer(
                settings,
                story -> intake.happening(
                        new Happening.Note(System.nanoTime(), story, !story.startsWith("server returns"))));
        server.start();
    }

    /** Returns the endpoint over WebSocket. */
    public Endpoint endpoint() {
        return new Endpoint(
                "ws://127.0.0.1:" + server.port() + "/realtime",
                Endpoint.Protocol.HOLDFAST_JSON,
                List.of("cpu", "memory", "threads", "gc", "disk"),
                Map.of(),
                "");
    }

    /** Returns the endpoint over Server-Sent Events, with one connection per topic. */
    public Endpoint overSse() {
        Endpoint realtime = endpoint();
        String url = "http://127.0.0.1:" + server.port() + "/feed";
        return new Endpoint(url, Endpoint.Protocol.PLAIN, realtime.topics(), Map.of(), "");
    }

    /** Returns whether a URL belongs to this server. */
    public boolean serves(String url) {
        return url.contains("://127.0.0.1:" + server.port() + "/");
    }

    /** Breaks all connections. With a refusal, the next {@code refusals} attempts fail. */
    public void cut(Cut kind, int refusals) {
        server.cut(kind, refusals);
    }

    /** Breaks all connections, refuses attempts, and discards messages published during the outage. */
    public void lose(int refusals) {
        server.forget();
        server.cut(Cut.REFUSAL, refusals);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
