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
 * A stream for each topic. Any node can resume any client, since the place of a message is its entry's id and all of them
 * read the same streams; nothing but the clients' sockets is a node's own.
 */
public final class RedisBackend implements Backend {
    private final RedisSettings settings;
    private final Connections connections;
    private final StreamPublisher publisher;
    private @Nullable StreamReader reader;

    /** Connects when it is first needed. */
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

    /** What is known to be away is not waited for once more by each who asks. */
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
            // Places of another life, or of a time in which streams were kept for less, are worth nothing.
            boolean lives = String.valueOf(facts.get(4)).equals("1");
            return new StreamFacts(
                            id(String.valueOf(facts.get(0))),
                            id(String.valueOf(facts.get(1))),
                            foreign ? id(following) : before,
                            foreign)
                    .judge(cursor, lives ? settings.retention() : Duration.ZERO);
        });
    }

    /** What is read is in use, also when nobody publishes. */
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

    /** Null for an entry that is no message of ours. */
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
        if (id == null) throw new IllegalStateException("Redis answers '" + text + "' where an id is expected");
        return id;
    }

    String key(String topic) {
        return key(settings, topic);
    }

    private static String key(RedisSettings settings, String topic) {
        return settings.prefix() + "topic:" + topic;
    }

    /** As scripts want them. */
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
