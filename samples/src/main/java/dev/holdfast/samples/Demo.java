package dev.holdfast.samples;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.Message;
import dev.holdfast.RealtimeClient;
import dev.holdfast.SubscriptionListener;
import dev.holdfast.protocol.HoldfastJson;
import dev.holdfast.samples.server.DemoServer;
import dev.holdfast.samples.server.Published;
import dev.holdfast.samples.server.ServerSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The demo without its view: a server, a client with five subscriptions, and the comparison at the end. */
final class Demo implements AutoCloseable {
    private static final Duration CATCH_UP = Duration.ofSeconds(20);
    private static final Duration DRAIN = Duration.ofSeconds(5);

    /** The result of a run. {@code faults} is empty on success. */
    record Report(String summary, List<String> faults) {
        int exitCode() {
            return faults.isEmpty() ? 0 : 1;
        }
    }

    private record Time(long millis) {}

    private final Board board = new Board();
    private final DemoServer server;
    private final RealtimeClient client;

    Demo(Options options, Tempo tempo) throws IOException {
        server = new DemoServer(
                new ServerSettings(
                        tempo.pace(),
                        options.calm ? Duration.ZERO : tempo.cutsFrom(),
                        tempo.cutsTo(),
                        tempo.heartbeat().interval(),
                        options.seed,
                        options.plant),
                board::tell);
        RealtimeClient.Builder builder = options.sse
                ? RealtimeClient.builder("http://127.0.0.1:" + server.port() + "/feed")
                : RealtimeClient.builder("ws://127.0.0.1:" + server.port() + "/realtime")
                        .protocol(HoldfastJson.create());
        client = builder.heartbeat(tempo.heartbeat()).backoff(tempo.backoff()).build();
    }

    Board board() {
        return board;
    }

    RealtimeClient client() {
        return client;
    }

    /** Subscribes and starts the server's publishing. */
    void start() {
        client.addConnectionListener(board);
        subscribe("cpu", Sample.Cpu.class);
        subscribe("memory", Sample.Memory.class);
        subscribe("threads", Sample.Threads.class);
        subscribe("gc", Sample.Gc.class);
        subscribe("disk", Sample.Disk.class);
        server.start();
    }

    private <T extends Sample> void subscribe(String topic, Class<T> type) {
        board.topic(topic);
        client.subscribe(topic, type, new SubscriptionListener<T>() {
            @Override
            public void onMessage(Message<T> message) {
                board.message(message);
            }

            @Override
            public void onSubscribed(Continuity continuity) {
                board.subscribed(topic, continuity);
            }

            @Override
            public void onError(Throwable error) {
                board.tell(topic + " error: " + error);
            }

            @Override
            public void onEnded(CloseReason reason) {
                if (reason.kind() != CloseReason.Kind.CLOSED) board.tell(topic + " ended: " + reason);
            }
        });
    }

    /** Requests the server's time, which requires a WebSocket. */
    void askForTheTime() {
        CompletableFuture<Time> unused = client.call("time", null, Time.class)
                .whenComplete((time, error) -> board.tell(
                        error != null
                                ? "time request failed: " + error
                                : "server time " + Instant.ofEpochMilli(time.millis())));
    }

    /**
     * Stops publishing, waits until the listeners have received the last messages, drains the client and compares.
     * Messages that have not arrived after 20 seconds count as lost.
     */
    Report finish() throws IOException, InterruptedException {
        server.stopPublishing();
        Map<String, List<Published>> topics = board.seen();
        boolean unused = board.await(
                () -> topics.keySet().stream().allMatch(t -> board.lastSeq(t) >= server.lastSeq(t)), CATCH_UP);
        boolean drained = drain();
        Ledger ledger = Ledger.compare(ledger(), board.seen());
        if (!drained) ledger.faults().add("The client did not drain within " + DRAIN.toSeconds() + " s");
        String summary = "received=" + ledger.received() + " lost=" + ledger.lost() + " duplicated="
                + ledger.duplicated() + " reconnects=" + board.reconnects() + " gaps=" + board.gaps();
        return new Report(summary, ledger.faults());
    }

    private boolean drain() throws InterruptedException {
        try {
            return client.drain(DRAIN).get(DRAIN.toMillis() * 2, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    private Map<String, List<Published>> ledger() throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + "/ledger");
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        return new Gson().fromJson(answer.body(), new TypeToken<Map<String, List<Published>>>() {}.getType());
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
    }
}
