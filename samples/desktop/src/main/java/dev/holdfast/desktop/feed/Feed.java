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

/** A client of an endpoint that tells an {@link MessageRouter} of everything. Nothing here waits for the network. */
public final class Feed implements AutoCloseable {
    private final RealtimeClient client;
    private final Intake intake;
    private final Endpoint endpoint;
    private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    private boolean paused;

    /**
     * Makes the client and subscribes to the endpoint's topics.
     *
     * @throws IllegalArgumentException when the endpoint is none, with a sentence for people
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

    /** What it was made of. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /**
     * Subscribes to a topic more; false where it is subscribed to already.
     *
     * @throws IllegalArgumentException when the protocol cannot ask for it
     */
    public boolean add(String topic) {
        if (subscriptions.containsKey(topic)) return false;
        subscriptions.put(topic, client.subscribe(topic, new TopicListener(topic, intake)));
        return true;
    }

    /** Does not wait for a callback that runs. */
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

    /** One for each topic. */
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

    /** A snapshot to paste into a bug report; no secrets in it. */
    public String diagnostics() {
        return client.diagnostics().toString();
    }

    @Override
    public void close() {
        client.close();
    }
}
