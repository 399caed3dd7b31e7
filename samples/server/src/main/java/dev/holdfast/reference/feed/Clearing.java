package dev.holdfast.reference.feed;

import java.util.Collection;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The eviction of the oldest messages of all topics when their total exceeds the limit. */
final class Clearing {
    private record Oldest(Topic topic, EventId place) {}

    private final Room room;
    private final ReentrantLock lock = new ReentrantLock();

    Clearing(Room room) {
        this.room = room;
    }

    /**
     * Evicts messages. Call it without holding a topic's lock. Evicts more than necessary, since each run scans all
     * topics.
     */
    void makeRoom(Collection<Topic> topics) {
        if (!room.isOver()) return;
        lock.lock();
        try {
            if (!room.isOver()) return;
            PriorityQueue<Oldest> byAge = new PriorityQueue<>(Comparator.comparing(Oldest::place));
            topics.forEach(topic -> add(byAge, topic, topic.oldest()));
            while (!room.isEased()) {
                Oldest first = byAge.poll();
                if (first == null) return;
                Oldest next = byAge.peek();
                add(byAge, first.topic, first.topic.dropOldest(next == null ? null : next.place));
            }
        } finally {
            lock.unlock();
        }
    }

    private static void add(PriorityQueue<Oldest> byAge, Topic topic, @Nullable EventId place) {
        if (place != null) byAge.add(new Oldest(topic, place));
    }
}
