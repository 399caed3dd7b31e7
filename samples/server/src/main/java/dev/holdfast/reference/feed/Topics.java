package dev.holdfast.reference.feed;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The topics of this node. */
public final class Topics {
    private final System.Logger logger = System.getLogger(Topics.class.getName());
    private final Backend backend;
    private final Room room;
    private final int most;
    private final Executor workers;
    private final LongSupplier nanoTime;
    private final Map<String, Topic> topics = new ConcurrentHashMap<>();
    private final Clearing clearing;

    /** Creates the topics of a node, at most {@code most} at a time. */
    public Topics(Backend backend, Room room, int most, Executor workers, LongSupplier nanoTime) {
        this.backend = backend;
        this.room = room;
        clearing = new Clearing(room);
        this.most = most;
        this.workers = workers;
        this.nanoTime = nanoTime;
    }

    /** Starts a reading. The outlet receives all results. */
    public void subscribe(Reading reading) {
        Topic topic;
        do {
            topic = topic(reading.topicName);
            if (topic == null) {
                reading.ended = true;
                reading.outlet.ended("The topic limit of this node is reached", true, 10_000);
                reading.outlet.flush();
                return;
            }
        } while (!topic.join(reading));
    }

    /** Stops a reading. The outlet receives nothing more. */
    public void unsubscribe(Reading reading) {
        Topic topic = reading.topic;
        if (topic != null) topic.leave(reading);
    }

    /** Delivers the next message of the store to a topic, if it is open on this node. */
    public void append(String name, Event event) {
        Topic topic = topics.get(name);
        if (topic != null) topic.append(event);
    }

    /** Restarts a topic at that position. Messages before it may be lost. */
    public void restart(String name, EventId place) {
        Topic topic = topics.get(name);
        if (topic != null) topic.restart(place);
    }

    /** Reports that the store has no message of a topic up to that position. */
    public void still(String name, EventId place) {
        Topic topic = topics.get(name);
        if (topic != null) topic.still(place);
    }

    /** Returns the last delivered position of each open topic. */
    public Map<String, EventId> places() {
        Map<String, EventId> places = new HashMap<>();
        topics.forEach((name, topic) -> {
            EventId last = topic.last();
            if (last != null) places.put(name, last);
        });
        return places;
    }

    /** Removes topics without readings for a while, if the store keeps their messages. */
    public void sweep(long unusedNanos) {
        if (!backend.remembers()) return;
        long before = nanoTime.getAsLong() - unusedNanos;
        List.copyOf(topics.values()).forEach(topic -> topic.removeIfUnusedSince(before));
    }

    /** Returns the number of topics. */
    public int size() {
        return topics.size();
    }

    /** Returns the topic with that name, or null if the limit is reached and all topics are in use. */
    @Nullable
    Topic topic(String name) {
        while (true) {
            Topic known = topics.get(name);
            if (known != null) return known;
            if (topics.size() >= most && !removeOldest()) return null;
            topics.putIfAbsent(name, new Topic(name, this));
        }
    }

    private boolean removeOldest() {
        Set<Topic> inUse = new HashSet<>();
        while (true) {
            Optional<Topic> oldest = topics.values().stream()
                    .filter(topic -> topic.unusedSince() != Long.MAX_VALUE && !inUse.contains(topic))
                    .min(Comparator.comparingLong(Topic::unusedSince));
            if (oldest.isEmpty()) return false;
            if (oldest.get().removeIfUnusedSince(oldest.get().unusedSince())) return true;
            // It is being opened, or got a reader in the meantime.
            inUse.add(oldest.get());
        }
    }

    /** Forgets a removed topic. */
    void forget(Topic topic) {
        topics.remove(topic.name(), topic);
    }

    void makeRoom() {
        clearing.makeRoom(topics.values());
    }

    /** Submits a task. Returns false if the queue is full or the server is closing. */
    boolean work(Runnable task) {
        try {
            workers.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    fault(e);
                }
            });
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    void fault(Exception e) {
        logger.log(System.Logger.Level.ERROR, "Internal error while serving a topic", e);
    }

    long now() {
        return nanoTime.getAsLong();
    }

    Room room() {
        return room;
    }

    Backend backend() {
        return backend;
    }
}
