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

    /** At most so many topics at a time. */
    public Topics(Backend backend, Room room, int most, Executor workers, LongSupplier nanoTime) {
        this.backend = backend;
        this.room = room;
        clearing = new Clearing(room);
        this.most = most;
        this.workers = workers;
        this.nanoTime = nanoTime;
    }

    /** Begins to serve it; what comes of it is told to its outlet. */
    public void subscribe(Reading reading) {
        Topic topic;
        do {
            topic = topic(reading.topicName);
            if (topic == null) {
                reading.ended = true;
                reading.outlet.ended("This node has as many topics as it bears", true, 10_000);
                reading.outlet.flush();
                return;
            }
        } while (!topic.join(reading));
    }

    /** Serves it no longer. Nothing is told. */
    public void unsubscribe(Reading reading) {
        Topic topic = reading.topic;
        if (topic != null) topic.leave(reading);
    }

    /** Delivers what the store says is next in a topic, if anybody here reads it. */
    public void append(String name, Event event) {
        Topic topic = topics.get(name);
        if (topic != null) topic.append(event);
    }

    /** The store goes on from that place, and what came before it may be gone. */
    public void restart(String name, EventId place) {
        Topic topic = topics.get(name);
        if (topic != null) topic.restart(place);
    }

    /** Up to that place the store has no message of a topic still. */
    public void still(String name, EventId place) {
        Topic topic = topics.get(name);
        if (topic != null) topic.still(place);
    }

    /** The place up to which each open topic was delivered. */
    public Map<String, EventId> places() {
        Map<String, EventId> places = new HashMap<>();
        topics.forEach((name, topic) -> {
            EventId last = topic.last();
            if (last != null) places.put(name, last);
        });
        return places;
    }

    /** Lets go of topics that nobody has read for a while, where the store remembers them. */
    public void sweep(long unusedNanos) {
        if (!backend.remembers()) return;
        long before = nanoTime.getAsLong() - unusedNanos;
        List.copyOf(topics.values()).forEach(topic -> topic.removeIfUnusedSince(before));
    }

    /** How many there are. */
    public int size() {
        return topics.size();
    }

    /** The topic of that name; null where there are too many and all are in use. */
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
            // It is being opened, or got a reader meanwhile.
            inUse.add(oldest.get());
        }
    }

    /** A topic that takes nobody any more. */
    void forget(Topic topic) {
        topics.remove(topic.name(), topic);
    }

    void makeRoom() {
        clearing.makeRoom(topics.values());
    }

    /** Whether it is going to be done: not where too much waits already, nor where the server ends. */
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
        logger.log(System.Logger.Level.ERROR, "A fault while serving a topic", e);
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
