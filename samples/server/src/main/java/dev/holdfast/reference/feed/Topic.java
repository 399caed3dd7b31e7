package dev.holdfast.reference.feed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A topic on this node: its newest messages and those who read it. A reading joins, is told what its cursor is worth,
 * catches up with what it missed ({@link CatchUp}), and is then among the live ones. One lock guards all of it; nothing is written
 * and no store is asked under it.
 */
final class Topic {
    static final String LOST = "Messages were lost on the way to this node: subscribe again from your cursor";

    private final String name;
    private final Topics topics;
    private final CatchUp catchUp;
    private final ReentrantLock lock = new ReentrantLock();
    /** Null until the store has said where the topic stands. */
    private @Nullable Ring ring;

    /** How often a hole was found: a reading of before one has not heard of it. */
    private int holes;

    private boolean opening;
    private boolean removed;
    private int readings;
    private long unusedSince;
    private final List<Reading> waiting = new ArrayList<>();
    /** Replaced, never changed: it is walked outside the lock. */
    private Reading[] live = {};

    Topic(String name, Topics topics) {
        this.name = name;
        this.topics = topics;
        catchUp = new CatchUp(this, topics);
        unusedSince = topics.now();
    }

    /** Whether it was taken; a topic that was removed takes nobody. */
    boolean join(Reading reading) {
        lock.lock();
        try {
            if (removed) return false;
            reading.topic = this;
            readings++;
            if (ring != null) {
                begin(reading, ring);
            } else {
                waiting.add(reading);
                if (!opening) topics.work(this::open);
                opening = true;
            }
        } finally {
            lock.unlock();
        }
        reading.outlet.flush();
        return true;
    }

    void leave(Reading reading) {
        lock.lock();
        try {
            if (reading.ended) return;
            reading.ended = true;
            waiting.remove(reading);
            live = Arrays.stream(live).filter(one -> one != reading).toArray(Reading[]::new);
            readings--;
            unusedSince = topics.now();
        } finally {
            lock.unlock();
        }
    }

    private void open() {
        EventId place;
        try {
            place = topics.backend().open(name);
        } catch (UnavailableException e) {
            List<Reading> told;
            lock.lock();
            try {
                opening = false;
                told = List.copyOf(waiting);
            } finally {
                lock.unlock();
            }
            told.forEach(reading -> unavailable(reading, e));
            return;
        }
        List<Reading> begun = openAt(place);
        topics.backend().opened(name);
        begun.forEach(reading -> reading.outlet.flush());
    }

    /** From now on it takes what follows that place. Opened already, it stays as it is. */
    List<Reading> openAt(EventId place) {
        lock.lock();
        try {
            if (ring != null) return List.of();
            Ring made = new Ring(topics.room(), place);
            ring = made;
            List<Reading> begun = List.copyOf(waiting);
            waiting.clear();
            begun.forEach(reading -> begin(reading, made));
            return begun;
        } finally {
            lock.unlock();
        }
    }

    private void begin(Reading reading, Ring known) {
        reading.holes = holes;
        EventId cursor = reading.cursor == null ? null : EventId.parse(reading.cursor);
        if (cursor == null) {
            reading.begins(reading.cursor == null ? Continuity.FRESH : Continuity.UNKNOWN, known.last());
            goLive(reading);
            return;
        }
        if (known.covers(cursor)) {
            reading.begins(Continuity.RESUMED, cursor);
        } else if (topics.backend().remembers()) {
            topics.work(() -> catchUp.lookUp(reading, cursor));
            return;
        } else {
            EventId oldest = cursor.isAfter(known.floor()) ? cursor : known.floor();
            reading.begins(Continuity.GAP, oldest.isAfter(known.last()) ? known.last() : oldest);
        }
        topics.work(() -> catchUp.run(reading));
    }

    /** The store has said what its cursor is worth. */
    boolean beginAt(Reading reading, Standing standing) {
        lock.lock();
        try {
            if (reading.ended) return false;
            reading.holes = holes;
            reading.begins(standing.continuity(), standing.start());
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** What a reading is to be given next, as far as this node has it. One that has had all is among the live from now on. */
    CatchUp.Step step(Reading reading) {
        lock.lock();
        try {
            Ring known = ring;
            if (reading.ended || known == null) return CatchUp.OVER;
            if (reading.holes != holes) return CatchUp.HOLE;
            if (!known.last().isAfter(reading.position)) {
                goLive(reading);
                return CatchUp.OVER;
            }
            if (known.floor().isAfter(reading.position)) return CatchUp.IN_STORE;
            return CatchUp.Step.of(known.after(reading.position, CatchUp.PAGE, reading.outlet.pageSize()));
        } finally {
            lock.unlock();
        }
    }

    private void goLive(Reading reading) {
        live = Arrays.copyOf(live, live.length + 1);
        live[live.length - 1] = reading;
    }

    /** Delivers what a store says comes next. A hole before it is told to all who would not notice. */
    void append(Event event) {
        deliver(last -> event);
    }

    /** Makes the next message from the place of the last one, and delivers it. Null where the topic takes none. */
    @Nullable
    EventId deliver(Function<EventId, Event> next) {
        Reading[] hearing;
        Reading[] cut = {};
        EventId place;
        lock.lock();
        try {
            Ring known = ring;
            if (known == null || removed) return null;
            Event event = next.apply(known.last());
            place = event.id();
            if (!place.isAfter(known.last())) return place;
            if (!event.previous().equals(known.last())) {
                cut = hole(known, event.previous());
            }
            known.append(event);
            unusedSince = topics.now();
            hearing = live;
            for (Reading reading : hearing) reading.hears(event);
        } finally {
            lock.unlock();
        }
        for (Reading reading : hearing) reading.outlet.flush();
        for (Reading reading : cut) end(reading, LOST, 0);
        return place;
    }

    /** What is known here is no longer true: the store goes on from that place, and something before it is gone. */
    void restart(EventId place) {
        Reading[] cut;
        lock.lock();
        try {
            if (ring == null) return;
            cut = hole(ring, place);
        } finally {
            lock.unlock();
        }
        for (Reading reading : cut) end(reading, LOST, 0);
    }

    private Reading[] hole(Ring known, EventId place) {
        known.reset(place);
        holes++;
        Reading[] cut = live;
        live = new Reading[0];
        return cut;
    }

    /** The place behind what was delivered; null while it is not open. */
    @Nullable
    EventId last() {
        lock.lock();
        try {
            return ring == null ? null : ring.last();
        } finally {
            lock.unlock();
        }
    }

    /** Takes nobody any more, if nobody reads it and nothing happened since. */
    boolean removeIfUnusedSince(long time) {
        lock.lock();
        try {
            if (removed) return true;
            if (readings > 0 || (opening && ring == null) || unusedSince - time > 0) return false;
            removed = true;
            if (ring != null) ring.reset(ring.last());
            return true;
        } finally {
            lock.unlock();
        }
    }

    long unusedSince() {
        lock.lock();
        try {
            return readings > 0 ? Long.MAX_VALUE : unusedSince;
        } finally {
            lock.unlock();
        }
    }

    String name() {
        return name;
    }

    void unavailable(Reading reading, UnavailableException e) {
        end(
                reading,
                String.valueOf(e.getMessage()),
                500 + ThreadLocalRandom.current().nextInt(1000));
    }

    void end(Reading reading, String reason, long afterMillis) {
        lock.lock();
        try {
            if (reading.ended) return;
            leave(reading);
            reading.outlet.ended(reason, true, afterMillis);
        } finally {
            lock.unlock();
        }
        reading.outlet.flush();
    }
}
