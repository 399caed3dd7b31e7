package dev.holdfast.desktop.feed;

import dev.holdfast.Backoff;
import dev.holdfast.ConnectionState;
import dev.holdfast.Credentials;
import dev.holdfast.Delivery;
import dev.holdfast.Heartbeat;
import dev.holdfast.RealtimeClient;
import dev.holdfast.Subscription;
import dev.holdfast.desktop.model.Endpoint;
import dev.holdfast.desktop.model.Intake;
import dev.holdfast.desktop.model.TopicStatus;
import dev.holdfast.protocol.HoldfastJson;
import dev.holdfast.protocol.Plain;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A client of an endpoint that passes everything to an {@link Intake}. No method waits for the network. */
public final class Feed implements AutoCloseable {
    private final RealtimeClient client;
    private final Intake intake;
    private final Endpoint endpoint;
    private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    private boolean paused;

    /**
     * Creates the client and subscribes to the endpoint's topics.
     *
     * @throws IllegalArgumentException if the endpoint is invalid, with a message for the user
     */
    public Feed(Endpoint endpoint, Heartbeat heartbeat, Backoff backoff, Intake intake) {
        endpoint.check();
        this.endpoint = endpoint;
        this.intake = intake;
        RealtimeClient.Builder builder = RealtimeClient.builder(endpoint.url())
                .protocol(endpoint.protocol() == Endpoint.Protocol.PLAIN ? Plain.create() : HoldfastJson.create())
                .heartbeat(heartbeat)
                .backoff(backoff)
                .delivery(Delivery.background())
                .monitor(new Told(intake));
        endpoint.headers().forEach(builder::header);
        if (!endpoint.token().isEmpty()) builder.credentials(Credentials.bearer(endpoint::token));
        client = builder.build();
        try {
            endpoint.topics().forEach(this::add);
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    /** Returns the endpoint. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /**
     * Subscribes to a further topic. Returns false if already subscribed.
     *
     * @throws IllegalArgumentException if the protocol cannot subscribe to it
     */
    public boolean add(String topic) {
        if (subscriptions.containsKey(topic)) return false;
        subscriptions.put(topic, client.subscribe(topic, new TopicListener(topic, intake)));
        return true;
    }

    /** Unsubscribes from a topic without waiting for a running callback. */
    public void remove(String topic) {
        Subscription gone = subscriptions.remove(topic);
        if (gone != null) gone.unsubscribe();
    }

    public void pause() {
        paused = true;
        client.pause();
    }

    public void resume() {
        paused = false;
        client.resume();
    }

    public boolean isPaused() {
        return paused;
    }

    public void reconnectNow() {
        client.reconnectNow();
    }

    public ConnectionState state() {
        return client.state();
    }

    /** Returns the status of each topic. */
    public List<TopicStatus> statuses() {
        List<TopicStatus> statuses = new ArrayList<>();
        subscriptions.forEach((topic, subscription) -> {
            var stats = subscription.stats();
            statuses.add(new TopicStatus(
                    topic,
                    subscription.state(),
                    subscription.cursor(),
                    stats.gaps(),
                    stats.duplicates(),
                    stats.queued()));
        });
        return statuses;
    }

    /** Returns a snapshot for a bug report, without secrets. */
    public String diagnostics() {
        return client.diagnostics().toString();
    }

    @Override
    public void close() {
        client.close();
    }
}
