package dev.holdfast.samples.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The demo server. Publishes this machine's state on 127.0.0.1, over SSE at {@code /feed/<topic>} and over WebSocket at
 * {@code /realtime}, and breaks connections from time to time. {@code /ledger} returns all published messages.
 */
public final class DemoServer implements AutoCloseable {
    private static final String NOTES = "notes";
    private static final int HEAD_MILLIS = 10_000;

    private final ServerSettings settings;
    private final Consumer<String> story;
    private final ServerSocket listening;
    private final Map<String, Topic> topics = new LinkedHashMap<>();
    private final Topic notes;
    private final Publisher publisher;
    private final Cuts cuts;
    private final List<Peer> live = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();

    /**
     * Starts listening. {@link #start} starts publishing. {@code story} receives a text for each disconnect, on any
     * thread.
     */
    public DemoServer(ServerSettings settings, Consumer<String> story) throws IOException {
        this.settings = settings;
        this.story = story;
        String epoch = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
        for (Machine.Source source : Machine.Source.values()) {
            // A fault in one topic is sufficient.
            Plant plant = topics.isEmpty() ? settings.plant() : Plant.NOTHING;
            topics.put(source.topic(), new Topic(epoch, plant));
        }
        notes = new Topic(epoch, Plant.NOTHING);
        publisher = new Publisher(Map.copyOf(topics), settings.pace());
        topics.put(NOTES, notes);
        cuts = new Cuts(this, settings);
        listening = new ServerSocket(0, 64, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        thread("accept", this::accept);
    }

    /** Starts publishing and, if configured, periodic disconnects. */
    public void start() {
        publisher.start();
        if (!settings.cutsFrom().isZero()) thread("cuts", cuts);
    }

    /** Returns the port. */
    public int port() {
        return listening.getLocalPort();
    }

    /**
     * Breaks all connections now.
     *
     * @param refusals the number of attempts that receive 503 after a {@link Cut#REFUSAL}
     */
    public void cut(Cut kind, int refusals) {
        List<Peer> victims = live();
        if (!victims.isEmpty()) cuts.cut(kind, victims, refusals);
    }

    /** Keeps no history until the next subscription. Clients disconnected before then receive a gap. */
    public void forget() {
        topics.values().forEach(Topic::forget);
    }

    /** Stops publishing and disconnects. Waits for a message being published. */
    public void stopPublishing() throws InterruptedException {
        cuts.stop();
        refusals.set(0);
        publisher.stop(Duration.ofSeconds(5));
    }

    /** Returns the last published sequence number of a topic. */
    public long lastSeq(String topic) {
        Topic known = topics.get(topic);
        if (known == null) throw new IllegalArgumentException("No such topic: " + topic);
        return known.lastSeq();
    }

    @Override
    public void close() throws IOException {
        cuts.stop();
        publisher.stop();
        listening.close();
        for (Peer peer : live) peer.reset();
    }

    // ---- called by Cuts

    List<Peer> live() {
        return new ArrayList<>(live);
    }

    void refuse(int attempts) {
        refusals.set(attempts);
    }

    void tell(String what) {
        story.accept(what);
    }

    // ---- connections

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                thread("client", () -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket accepted) {
        try (Socket socket = accepted) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(HEAD_MILLIS);
            HttpHead head = HttpHead.read(socket.getInputStream());
            socket.setSoTimeout(0);
            String path = head.path();
            String name = path.substring(path.lastIndexOf('/') + 1);
            Peer peer = new Peer(socket, name);
            Thread writer = thread("writer", peer::write);
            if (path.equals("/ledger")) answer(peer, "200 OK", new Gson().toJson(ledger()));
            else if (refusals.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                tell("server returns 503 with Retry-After: 1 to " + name);
                answer(peer, "503 Service Unavailable", "", "Retry-After: 1");
            } else serve(peer, head, name);
            peer.end();
            writer.join(HEAD_MILLIS);
        } catch (IOException e) {
            // The client left or was disconnected.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(Peer peer, HttpHead head, String name) throws IOException {
        long quietMillis = settings.heartbeat().toMillis() / 2;
        Topic topic = head.path().startsWith("/feed/") ? topics.get(name) : null;
        live.add(peer);
        try {
            if (topic != null) SseFeed.serve(peer, topic, head.header("Last-Event-ID"), quietMillis);
            else if (head.path().equals("/realtime")) WebSocketFeed.serve(peer, head, topics, notes, 2 * quietMillis);
            else answer(peer, "404 Not Found", "");
        } finally {
            live.remove(peer);
        }
    }

    private static void answer(Peer peer, String status, String body, String... headers) {
        byte[] bytes = body.getBytes(UTF_8);
        List<String> lines = new ArrayList<>(List.of("HTTP/1.1 " + status, "Content-Type: application/json"));
        lines.addAll(List.of(headers));
        lines.addAll(List.of("Content-Length: " + bytes.length, "Connection: close"));
        peer.send(HttpHead.answer(lines.toArray(new String[0])));
        peer.send(bytes);
    }

    private Map<String, List<Published>> ledger() {
        Map<String, List<Published>> all = new LinkedHashMap<>();
        topics.forEach((name, topic) -> all.put(name, topic.ledger()));
        return all;
    }

    static Thread thread(String name, Runnable task) {
        Thread thread = new Thread(task, "demo-" + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
