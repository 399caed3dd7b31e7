package dev.holdfast.reference.web;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.holdfast.reference.feed.EventId;
import dev.holdfast.reference.feed.Publication;
import dev.holdfast.reference.feed.Reading;
import dev.holdfast.reference.feed.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;

/** A channel of one WebSocket. Processes the client's frames in order. */
public final class WebSocketChannel extends Channel implements Session.Listener.AutoDemanding {
    /** The limit on entries in one frame. */
    private static final int ENTRIES = 256;

    private static final Duration HELLO = Duration.ofSeconds(10);

    private final Channels channels;
    private final Topics topics;
    private final Desk desk;
    private final Settings settings;
    private final TopicNames names;
    private final Principal principal;
    private final Rate publishes;
    private final Rate frames;
    private final Rate subscribes;
    private final Map<Long, Reading> readings = new ConcurrentHashMap<>();
    private final long openedAt;
    private @Nullable Session session;
    private volatile boolean welcomed;
    private volatile long heardAt;
    private volatile boolean over;
    /**
     * Pending publishes. The goodbye waits for them and no further ones are accepted, so that none is stored without
     * receipt.
     */
    private final AtomicInteger underWay = new AtomicInteger();

    private volatile @Nullable Goodbye departing;

    WebSocketChannel(Channels channels, Topics topics, Desk desk, Settings settings, Principal principal) {
        super(channels, settings.heartbeat());
        this.channels = channels;
        this.topics = topics;
        this.desk = desk;
        this.settings = settings;
        this.principal = principal;
        names = desk.names();
        publishes = new Rate(settings.publishRate(), nanoTime);
        frames = new Rate(settings.frameRate(), nanoTime);
        subscribes = new Rate(settings.subscribeRate(), nanoTime);
        openedAt = nanoTime.getAsLong();
        heardAt = openedAt;
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        session = opened;
        opened.setMaxTextMessageSize(settings.frameBytes());
        opened.setMaxFrameSize(settings.frameBytes());
        // The heartbeat detects dead connections.
        opened.setIdleTimeout(Duration.ZERO);
        channels.add(this);
    }

    @Override
    public void onWebSocketText(String text) {
        heardAt = nanoTime.getAsLong();
        if (departing != null || leaving()) return;
        try {
            JsonObject frame = Json.frame(text);
            heard(String.valueOf(Json.string(frame, "type")), frame);
        } catch (Json.MalformedException e) {
            leave(Goodbye.malformed(String.valueOf(e.getMessage())));
        }
        flush();
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, org.eclipse.jetty.websocket.api.Callback callback) {
        callback.succeed();
        leave(new Goodbye(1003, "Binary frames are not supported", false, 0));
    }

    private void heard(String type, JsonObject frame) throws Json.MalformedException {
        boolean publish = type.equals("publish");
        if (!publish && !frames.allows(1)) {
            leave(new Goodbye(Goodbye.TRY_LATER, "Too many frames per second", true, 1000));
            return;
        }
        if (type.equals("hello")) {
            hello(frame);
            return;
        }
        if (!welcomed) throw new Json.MalformedException("The first frame must be hello");
        switch (type) {
            case "subscribe" -> subscribe(entries(frame));
            case "unsubscribe" -> unsubscribe(entries(frame));
            case "publish" -> publish(frame);
            case "request" -> request(frame);
            default -> {
                // pong needs no action, and later protocol versions may add types.
            }
        }
    }

    private void hello(JsonObject frame) throws Json.MalformedException {
        if (Json.number(frame.get("version"), "version") < 1)
            throw new Json.MalformedException("'version' must be at least 1");
        if (welcomed) return;
        welcomed = true;
        enqueue("{\"type\":\"welcome\",\"version\":1,\"heartbeat\":"
                + settings.heartbeat().toMillis() + "}");
    }

    private static JsonArray entries(JsonObject frame) throws Json.MalformedException {
        if (!(frame.get("subs") instanceof JsonArray subs))
            throw new Json.MalformedException("'subs' must be an array");
        if (subs.size() > ENTRIES)
            throw new Json.MalformedException("A frame must not have more than " + ENTRIES + " entries");
        return subs;
    }

    private void subscribe(JsonArray subs) throws Json.MalformedException {
        for (JsonElement element : subs) {
            if (!(element instanceof JsonObject entry)) throw new Json.MalformedException("An entry must be an object");
            long sub = Json.number(entry.get("sub"), "sub");
            String topic = Json.string(entry, "topic");
            String cursor = Json.string(entry, "cursor");
            if (readings.containsKey(sub)) throw new Json.MalformedException("'sub' must not be reused");
            String fault = names.fault(topic);
            if (topic == null || fault != null) {
                refuse(sub, String.valueOf(fault), false);
            } else if (readings.size() >= settings.subscriptions()) {
                refuse(
                        sub,
                        "A connection must not have more than " + settings.subscriptions() + " subscriptions",
                        false);
            } else if (!subscribes.allows(1)) {
                refuse(sub, "More than " + settings.subscribeRate() + " subscriptions per second", true);
            } else {
                Reading reading = new Reading(topic, cursor, new SocketOutlet(this, sub));
                readings.put(sub, reading);
                topics.subscribe(reading);
            }
        }
        // Releases subscriptions added while the connection ended.
        if (over) released();
    }

    private void refuse(long sub, String reason, boolean retry) {
        enqueue("{\"type\":\"ended\",\"sub\":" + sub + "," + Goodbye.members(reason, retry, retry ? 1000 : 0));
    }

    private void unsubscribe(JsonArray subs) throws Json.MalformedException {
        for (JsonElement entry : subs) {
            Reading reading = readings.remove(Json.number(entry, "sub"));
            if (reading != null) topics.unsubscribe(reading);
        }
    }

    private void publish(JsonObject frame) throws Json.MalformedException {
        long ref = Json.number(frame.get("ref"), "ref");
        if (!publishes.allows(1)) {
            refused(ref, "More than " + settings.publishRate() + " messages per second", true);
            return;
        }
        String topic = Json.string(frame, "topic");
        underWay.incrementAndGet();
        if (departing != null) {
            answered();
            return;
        }
        desk.publish(principal, topic, null, frame.get("data"), new Publication.Answer() {
            @Override
            public void stored(EventId id) {
                enqueue("{\"type\":\"receipt\",\"ref\":" + ref + ",\"id\":\"" + id + "\"}");
                answered();
            }

            @Override
            public void failed(String reason, boolean retry) {
                refused(ref, reason, retry);
                answered();
            }
        });
    }

    private void answered() {
        underWay.decrementAndGet();
        leaveIfSettled();
        flush();
    }

    @Override
    void depart(Goodbye farewell) {
        departing = farewell;
        leaveIfSettled();
    }

    private void leaveIfSettled() {
        Goodbye farewell = departing;
        if (farewell != null && underWay.get() == 0) leave(farewell);
    }

    /** Replies to a request. One topic is available, for clients to test. */
    private void request(JsonObject frame) throws Json.MalformedException {
        long ref = Json.number(frame.get("ref"), "ref");
        if ("time".equals(Json.string(frame, "topic"))) {
            enqueue("{\"type\":\"reply\",\"ref\":" + ref + ",\"data\":\"" + Instant.now() + "\"}");
        } else {
            refused(ref, "Only the topic 'time' supports requests", false);
        }
    }

    private void refused(long ref, String reason, boolean retry) {
        enqueue("{\"type\":\"error\",\"ref\":" + ref + "," + Goodbye.members(reason, retry, retry ? 1000 : 0));
    }

    @Override
    public void onWebSocketClose(int code, String reason, org.eclipse.jetty.websocket.api.Callback callback) {
        gone();
        callback.succeed();
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        gone();
    }

    @Override
    String next(Deque<String> texts) {
        return texts.remove();
    }

    @Override
    void write(String text, Callback callback) {
        Session open = session;
        if (open == null) throw new IllegalStateException("Not open yet");
        open.sendText(text, org.eclipse.jetty.websocket.api.Callback.from(callback::succeeded, callback::failed));
    }

    @Override
    List<String> lastWords(Goodbye farewell) {
        return List.of(
                "{\"type\":\"close\"," + Goodbye.members(farewell.reason(), farewell.retry(), farewell.afterMillis()));
    }

    @Override
    void finish(Goodbye farewell) {
        Session open = session;
        if (open == null) return;
        open.close(
                farewell.code(),
                farewell.reason(),
                org.eclipse.jetty.websocket.api.Callback.from(() -> {}, failure -> abort()));
    }

    @Override
    void abort() {
        Session open = session;
        if (open != null) open.disconnect();
    }

    @Override
    String beat() {
        return "{\"type\":\"ping\"}";
    }

    @Override
    boolean wantsAnswer(long now) {
        return welcomed && now - heardAt > heartbeatNanos;
    }

    @Override
    boolean isDeaf(long now) {
        if (!welcomed) return now - openedAt > HELLO.toNanos();
        return now - heardAt > 3 * heartbeatNanos;
    }

    @Override
    void released() {
        over = true;
        readings.values().forEach(topics::unsubscribe);
        readings.clear();
    }

    /** Removes an ended subscription. */
    void over(long sub) {
        readings.remove(sub);
    }
}
