package dev.holdfast.desktop.feed;

import dev.holdfast.Backoff;
import dev.holdfast.ConnectionState;
import dev.holdfast.Heartbeat;
import dev.holdfast.desktop.model.Endpoint;
import dev.holdfast.desktop.model.Field;
import dev.holdfast.desktop.model.Intake;
import dev.holdfast.desktop.model.Model;
import dev.holdfast.desktop.model.Timeline;
import dev.holdfast.desktop.model.TopicStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The controller behind the window: one feed at a time, its model, and the demo server on request. Confined to one
 * thread, like the model. Each new feed gets a new model.
 */
public final class Desk implements AutoCloseable {
    private static final Heartbeat HEARTBEAT = Heartbeat.every(Duration.ofSeconds(15));

    private final Duration demoCutsFrom;
    private final Duration demoCutsTo;
    private Model model;
    private @Nullable Feed feed;
    private @Nullable Demo demo;
    private List<TopicStatus> over = List.of();

    /**
     * Creates a desk without a feed.
     *
     * @param demoCutsFrom the minimum time between two automatic disconnects of the demo; zero for none
     * @param demoCutsTo the maximum time
     */
    public Desk(Duration demoCutsFrom, Duration demoCutsTo) {
        this.demoCutsFrom = demoCutsFrom;
        this.demoCutsTo = demoCutsTo;
        model = model(new Intake(), HEARTBEAT);
    }

    private static Model model(Intake intake, Heartbeat heartbeat) {
        return new Model(
                intake,
                new Timeline(heartbeat.interval().plus(heartbeat.grace()).toNanos()));
    }

    /**
     * Closes the previous feed and subscribes to a new one.
     *
     * @throws IllegalArgumentException if the endpoint is invalid, with a message for the user; nothing changes then
     */
    public void connect(Endpoint endpoint) {
        // The demo server is closed together with its feed.
        boolean toDemo = demo != null && demo.serves(endpoint.url());
        if (toDemo) open(endpoint, new Intake(), Demo.HEARTBEAT, Demo.BACKOFF);
        else {
            open(endpoint, new Intake(), HEARTBEAT, Backoff.defaults());
            endDemo();
        }
    }

    /** Starts the demo server and subscribes to all its topics, over WebSocket or SSE. */
    public void openDemo(boolean sse) throws IOException {
        endDemo();
        Intake intake = new Intake();
        Demo next = new Demo(intake, demoCutsFrom, demoCutsTo, 1);
        demo = next;
        open(sse ? next.overSse() : next.endpoint(), intake, Demo.HEARTBEAT, Demo.BACKOFF);
        chart(new Field("cpu", "machine"), true);
        chart(new Field("cpu", "program"), true);
    }

    private void open(Endpoint endpoint, Intake intake, Heartbeat heartbeat, Backoff backoff) {
        Feed next = new Feed(endpoint, heartbeat, backoff, intake);
        if (feed != null) feed.close();
        feed = next;
        model = model(intake, heartbeat);
        endpoint.topics().forEach(model::add);
    }

    /** Closes the feed. The model keeps its messages. */
    public void disconnect() {
        if (feed == null) return;
        over = feed.statuses().stream().map(TopicStatus::over).toList();
        feed.close();
        feed = null;
    }

    /**
     * Subscribes to a further topic. Returns false if already subscribed or not connected.
     *
     * @throws IllegalArgumentException if the protocol cannot subscribe to it, with a message for the user
     */
    public boolean add(String topic) {
        if (feed == null || !feed.add(topic)) return false;
        model.add(topic);
        return true;
    }

    public void remove(String topic) {
        if (feed != null) feed.remove(topic);
        model.remove(topic);
    }

    /** Adds a field to the chart or removes it. Returns false if the chart is full. */
    public boolean chart(Field field, boolean on) {
        return model.chart(field, on);
    }

    /**
     * Applies the events since the last frame.
     *
     * @param asks whether to query the topics' status, which is expensive with thousands of topics
     */
    public void frame(long nowNanos, boolean asks) {
        List<TopicStatus> statuses = !asks ? List.of() : feed == null ? over : feed.statuses();
        model.frame(nowNanos, statuses);
    }

    /** Returns the model. Each {@link #connect} replaces it. */
    public Model model() {
        return model;
    }

    /** Returns the feed, or null. */
    public @Nullable Feed feed() {
        return feed;
    }

    /** Returns the demo server, or null. */
    public @Nullable Demo demo() {
        return demo;
    }

    /** Returns the client's state, CLOSED without a client. */
    public ConnectionState state() {
        return feed == null ? ConnectionState.CLOSED : feed.state();
    }

    /** Returns the endpoint to remember, or null for the demo and without a feed. */
    public @Nullable Endpoint toRemember() {
        if (feed == null) return null;
        Endpoint endpoint = feed.endpoint();
        if (demo != null && demo.serves(endpoint.url())) return null;
        List<String> topics = model.rows().stream().map(row -> row.topic()).toList();
        return new Endpoint(endpoint.url(), endpoint.protocol(), topics, java.util.Map.of(), "");
    }

    private void endDemo() {
        Demo over = demo;
        demo = null;
        if (over == null) return;
        try {
            over.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        disconnect();
        endDemo();
    }
}
