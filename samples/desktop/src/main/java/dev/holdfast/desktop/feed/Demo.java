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

/** The demo server inside this program, which publishes this machine's own state, and the buttons that break it. */
public final class Demo implements AutoCloseable {
    /** Slow enough to see, and impatient enough that much can be seen in a minute. */
    public static final Heartbeat HEARTBEAT =
            Heartbeat.every(Duration.ofSeconds(2)).withGrace(Duration.ofSeconds(1));

    /** As the heartbeat. */
    public static final Backoff BACKOFF = Backoff.exponential(Duration.ofMillis(800), Duration.ofSeconds(5))
            .withFirstRetry(Duration.ofMillis(800))
            .withStableAfter(Duration.ofSeconds(4));

    private static final Duration PACE = Duration.ofMillis(100);
    /** Longer than the client's: on a quiet topic its own probes are to be seen. */
    private static final Duration SERVER_HEARTBEAT = Duration.ofSeconds(10);

    private final DemoServer server;

    /**
     * Starts it.
     *
     * @param cutsFrom the least time between two cuts of its own; zero for none
     * @param cutsTo the most
     */
    public Demo(Intake intake, Duration cutsFrom, Duration cutsTo, long seed) throws IOException {
        ServerSettings settings = new ServerSettings(PACE, cutsFrom, cutsTo, SERVER_HEARTBEAT, seed, Plant.NOTHING);
        server = new DemoServer(
                settings,
                story -> intake.happening(
                        new Happening.Note(System.nanoTime(), story, !story.startsWith("server answers"))));
        server.start();
    }

    /** Where it is. */
    public Endpoint endpoint() {
        return new Endpoint(
                "ws://127.0.0.1:" + server.port() + "/realtime",
                Endpoint.Protocol.HOLDFAST_JSON,
                List.of("cpu", "memory", "threads", "gc", "disk"),
                Map.of(),
                "");
    }

    /** The same feed over Server-Sent Events, a connection for each topic. */
    public Endpoint overSse() {
        Endpoint realtime = endpoint();
        String url = "http://127.0.0.1:" + server.port() + "/feed";
        return new Endpoint(url, Endpoint.Protocol.PLAIN, realtime.topics(), Map.of(), "");
    }

    /** Whether a URL is this server's. */
    public boolean serves(String url) {
        return url.contains("://127.0.0.1:" + server.port() + "/");
    }

    /** Breaks all connections; after a refusal so many attempts fail. */
    public void cut(Cut kind, int refusals) {
        server.cut(kind, refusals);
    }

    /** Breaks all connections for a while, and keeps nothing of what is published meanwhile. */
    public void lose(int refusals) {
        server.forget();
        server.cut(Cut.REFUSAL, refusals);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
