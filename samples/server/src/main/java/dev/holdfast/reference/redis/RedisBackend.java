package dev.holdfast.reference.redis;

import dev.holdfast.reference.feed.Backend;
import dev.holdfast.reference.feed.Event;
import dev.holdfast.reference.feed.EventId;
import dev.holdfast.reference.feed.Publication;
import dev.holdfast.reference.feed.Standing;
import dev.holdfast.reference.feed.Topics;
import dev.holdfast.reference.feed.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.resps.StreamEntry;

/**
 * A store with one Redis stream per topic. Any node can resume any client, since the position of a message is its entry
 * id and all nodes read the same streams. The only state of a node is its clients' sockets.
 */
public final class RedisBackend implements Backend {
    private final RedisSettings settings;
    private final Connections connections;
    private final StreamPublisher publisher;
    private @Nullable StreamReader reader;

    /** Creates a store, which connects on first use. */
    public RedisBackend(RedisSettings settings) {
        this(settings, new Connections(settings.uri()));
    }

    private RedisBackend(RedisSettings settings, Connections connections) {
        this(settings, connections, new StreamPublisher(settings, connections));
    }

    RedisBackend(RedisSettings settings, Connections connections, StreamPublisher publisher) {
        this.settings = settings;
        this.connections = connections;
        this.publisher = publisher;
    }

    @Override
    public void start(Topics topics) {
        publisher.start();
        StreamReader made = new StreamReader(settings, connections, topics, this);
        reader = made;
        made.start();
    }

    @Override
    public void publish(Publication publication) {
        publisher.publish(publication);
    }

    @Override
    public EventId open(String topic) throws UnavailableException {
        checkNear();
        return connections.ask(redis -> {
            Object place = redis.eval(Scripts.OPEN, keys(topic), List.of(life()));
            return id(String.valueOf(place));
        });
    }

    @Override
    public void opened(String topic) {
        StreamReader running = reader;
        if (running != null) running.wake();
    }

    @Override
    public boolean remembers() {
        return true;
    }

    @Override
    public boolean adjoin(EventId earlier, EventId later) {
        return earlier.equals(later) || Ground.isUnbroken(earlier, later, settings.retention());
    }

    @Override
    public Standing standing(String topic, EventId cursor) throws UnavailableException {
        checkNear();
        return stand(topic, cursor);
    }

    /** Fails at once if Redis is known to be unavailable, instead of waiting for a timeout. */
    private void checkNear() throws UnavailableException {
        StreamReader running = reader;
        if (running != null && running.away()) throw new UnavailableException();
    }

    Standing stand(String topic, EventId cursor) throws UnavailableException {
        String ground = Ground.is(cursor) ? Long.toString(cursor.minor()) : "";
        return connections.ask(redis -> {
            Object answer = redis.eval(Scripts.STAND, keys(topic), List.of(life(), cursor.toString(), ground));
            List<?> facts = (List<?>) answer;
            EventId before = EventId.parse(String.valueOf(facts.get(2)));
            String following = String.valueOf(facts.get(3));
            boolean foreign = before == null && !following.isEmpty();
            // Positions of another life, or of a shorter retention, are invalid.
            boolean lives = String.valueOf(facts.get(4)).equals("1");
            return new StreamFacts(
                            id(String.valueOf(facts.get(0))),
                            id(String.valueOf(facts.get(1))),
                            foreign ? id(following) : before,
                            foreign)
                    .judge(cursor, lives ? settings.retention() : Duration.ZERO);
        });
    }

    /** Extends the expiry of a topic that is read but not published to. */
    void keep(Jedis redis, String topic) {
        redis.eval(Scripts.KEEP, keys(topic), List.of(life()));
    }

    @Override
    public List<Event> after(String topic, EventId place, int most) throws UnavailableException {
        checkNear();
        return connections.ask(redis -> {
            List<Event> events = new ArrayList<>();
            for (StreamEntry entry : redis.xrange(key(topic), "(" + place, "+", most)) {
                Event event = event(entry);
                if (event != null) events.add(event);
            }
            return events;
        });
    }

    /** Converts an entry. Returns null if it was not written by this server. */
    static @Nullable Event event(StreamEntry entry) {
        Map<String, String> fields = entry.getFields();
        String data = fields.get("d");
        EventId previous = EventId.parse(fields.getOrDefault("p", ""));
        if (data == null || previous == null) return null;
        String type = fields.getOrDefault("e", "");
        return new Event(id(entry.getID()), previous, type.isEmpty() ? null : type, data);
    }

    static EventId id(StreamEntryID id) {
        return new EventId(id.getTime(), id.getSequence());
    }

    private static EventId id(String text) {
        EventId id = EventId.parse(text);
        if (id == null) throw new IllegalStateException("Redis returned '" + text + "' instead of an id");
        return id;
    }

    String key(String topic) {
        return key(settings, topic);
    }

    private static String key(RedisSettings settings, String topic) {
        return settings.prefix() + "topic:" + topic;
    }

    /** Returns the keys for a script. */
    static List<String> keys(RedisSettings settings, String topic) {
        return List.of(key(settings, topic), settings.prefix() + "ground");
    }

    private List<String> keys(String topic) {
        return keys(settings, topic);
    }

    private String life() {
        return Long.toString(settings.retention().toMillis());
    }

    @Override
    public boolean reachable() {
        StreamReader running = reader;
        return running != null && running.reading();
    }

    @Override
    public boolean isFit() {
        StreamReader running = reader;
        return publisher.isAlive() && (running == null || running.isAlive());
    }

    @Override
    public void close() {
        if (reader != null) reader.close();
        publisher.close();
        connections.close();
    }
}
