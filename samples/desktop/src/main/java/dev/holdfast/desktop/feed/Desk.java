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
 * What the window's controls do: one feed at a time, the model of what it brings, and the demo server where it is asked for.
 * Belongs to one thread, as the model does. With each new feed begins a new model.
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
     * Opens nothing yet.
     *
     * @param demoCutsFrom the least time between two cuts that the demo makes of itself; zero for none
     * @param demoCutsTo the most
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
     * Leaves what was before and subscribes here.
     *
     * @throws IllegalArgumentException when the endpoint is none, with a sentence for people; all is as before then
     */
    public void connect(Endpoint endpoint) {
        // The demo's own server goes when its feed is left.
        boolean toDemo = demo != null && demo.serves(endpoint.url());
        if (toDemo) open(endpoint, new Intake(), Demo.HEARTBEAT, Demo.BACKOFF);
        else {
            open(endpoint, new Intake(), HEARTBEAT, Backoff.defaults());
            endDemo();
        }
    }

    /** Starts the demo server and subscribes to all it has, over WebSocket or SSE. */
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

    /** Leaves the feed; what it brought stays to be looked at. */
    public void disconnect() {
        if (feed == null) return;
        over = feed.statuses().stream().map(TopicStatus::over).toList();
        feed.close();
        feed = null;
    }

    /**
     * Subscribes to a topic more; false where it is there already, or nothing is connected.
     *
     * @throws IllegalArgumentException when the protocol cannot ask for it, with a sentence for people
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

    /** Shows a field in the chart, or no longer; false where there is no room for it. */
    public boolean chart(Field field, boolean on) {
        return model.chart(field, on);
    }

    /**
     * Takes over what came since the last frame.
     *
     * @param asks whether the client is asked how the topics fare, which has its price where there are thousands
     */
    public void frame(long nowNanos, boolean asks) {
        List<TopicStatus> statuses = !asks ? List.of() : feed == null ? over : feed.statuses();
        model.frame(nowNanos, statuses);
    }

    /** What is shown. Another one after each {@link #connect}. */
    public Model model() {
        return model;
    }

    /** The feed, null while there is none. */
    public @Nullable Feed feed() {
        return feed;
    }

    /** The demo server, null while there is none. */
    public @Nullable Demo demo() {
        return demo;
    }

    /** The client's state; CLOSED without one. */
    public ConnectionState state() {
        return feed == null ? ConnectionState.CLOSED : feed.state();
    }

    /** What to remember of where it is connected to: null for the demo and for nothing. */
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
