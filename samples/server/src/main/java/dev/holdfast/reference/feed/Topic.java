package dev.holdfast.reference.feed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A topic on this node: its newest messages and its readings. A reading joins, receives its continuity, catches up on
 * missed messages ({@link CatchUp}), and then becomes live. One lock guards everything. No network write and no store
 * access happens under it.
 */
final class Topic {
    private final String name;
    private final Topics topics;
    private final CatchUp catchUp;
    private final ReentrantLock lock = new ReentrantLock();
    /** Null until the store has returned the topic's position. */
    private @Nullable Ring ring;

    /** The number of holes found. A reading with a smaller number has not received the last one. */
    private int holes;

    private boolean opening;
    private final Use use;
    private final List<Reading> waiting = new ArrayList<>();
    /** Copied on write, since it is iterated outside the lock. */
    private Reading[] live = {};

    Topic(String name, Topics topics) {
        this.name = name;
        this.topics = topics;
        catchUp = new CatchUp(this, topics);
        use = new Use(topics.now());
    }

    /** Adds a reading. Returns false if the topic was removed. */
    boolean join(Reading reading) {
        lock.lock();
        try {
            if (use.isRemoved()) return false;
            reading.topic = this;
            use.begins();
            if (ring != null) {
                begin(reading, ring);
            } else {
                waiting.add(reading);
                opening = opening || topics.work(this::open);
                if (!opening) endUnflushed(reading, Ends.BUSY, Ends.later());
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
            reading.outlet.leaveTurns();
            waiting.remove(reading);
            live = Arrays.stream(live).filter(one -> one != reading).toArray(Reading[]::new);
            use.ends(topics.now());
            letGoIfBare();
        } finally {
            lock.unlock();
        }
    }

    /** Removes an in-memory topic without messages and readings. Topics of a store are swept later. */
    private void letGoIfBare() {
        boolean bare = ring == null ? !opening : ring.oldest() == null;
        if (bare && !use.isRead() && !topics.backend().remembers()) remove();
    }

    private void remove() {
        use.remove();
        if (ring != null) {
            topics.backend().letGo(ring.last());
            ring.reset(ring.last());
        }
        topics.forget(this);
    }

    private void open() {
        EventId place;
        try {
            place = topics.backend().open(name);
        } catch (UnavailableException | RuntimeException e) {
            List<Reading> told = locked(() -> {
                opening = false;
                return List.copyOf(waiting);
            });
            told.forEach(reading -> fails(reading, e));
            return;
        }
        List<Reading> begun = openAt(place);
        topics.backend().opened(name);
        begun.forEach(reading -> reading.outlet.flush());
    }

    /** Opens the topic at that position. No-op if already open. */
    List<Reading> openAt(EventId place) {
        return locked(() -> {
            if (ring != null) return List.of();
            Ring made = new Ring(topics.room(), place);
            ring = made;
            List<Reading> begun = List.copyOf(waiting);
            waiting.clear();
            begun.forEach(reading -> begin(reading, made));
            if (opening) letGoIfBare();
            return begun;
        });
    }

    private void begin(Reading reading, Ring known) {
        reading.holes = holes;
        EventId cursor = reading.cursor == null ? null : EventId.parse(reading.cursor);
        EventId end = topics.backend().end(known.last());
        if (cursor == null) {
            reading.begins(reading.cursor == null ? Continuity.FRESH : Continuity.UNKNOWN, end);
            goLive(reading);
            return;
        }
        boolean given = topics.backend().gave(cursor) && !known.floor().isAfter(cursor);
        if (given || known.covers(cursor)) {
            reading.begins(Continuity.RESUMED, cursor);
        } else if (topics.backend().remembers()) {
            work(reading, () -> catchUp.lookUp(reading, cursor));
            return;
        } else {
            reading.begins(Continuity.GAP, known.oldest() == null ? end : known.floor());
        }
        work(reading, () -> catchUp.run(reading));
    }

    private void work(Reading reading, Runnable task) {
        if (!topics.work(task)) endUnflushed(reading, Ends.BUSY, Ends.later());
    }

    /** Starts a reading with the store's evaluation of its cursor. */
    boolean beginAt(Reading reading, Standing standing) {
        return locked(() -> {
            if (reading.ended) return false;
            reading.holes = holes;
            reading.begins(standing.continuity(), standing.start());
            return true;
        });
    }

    /**
     * Returns the next step of a reading from this node's messages. A reading that has received everything becomes
     * live.
     */
    CatchUp.Step step(Reading reading) {
        return locked(() -> {
            Ring known = ring;
            if (reading.ended || known == null) return CatchUp.OVER;
            if (reading.holes != holes) return CatchUp.HOLE;
            EventId last = known.last();
            if (!last.isAfter(reading.position) || topics.backend().adjoin(reading.position, last)) {
                goLive(reading);
                return CatchUp.OVER;
            }
            if (known.floor().isAfter(reading.position)) return CatchUp.IN_STORE;
            return CatchUp.Step.of(known.after(reading.position, CatchUp.PAGE, reading.outlet.pageSize()));
        });
    }

    private void goLive(Reading reading) {
        live = Arrays.copyOf(live, live.length + 1);
        live[live.length - 1] = reading;
    }

    /** Delivers the next message of the store. Ends readings if there is a hole before it. */
    void append(Event event) {
        deliver(last -> event);
    }

    /** Creates the next message from the last position and delivers it. Returns null if the topic accepts none. */
    @Nullable
    EventId deliver(Function<EventId, Event> next) {
        Reading[] hearing;
        Reading[] cut = {};
        EventId place;
        lock.lock();
        try {
            Ring known = ring;
            if (known == null || use.isRemoved()) return null;
            Event event = next.apply(known.last());
            place = event.id();
            if (!place.isAfter(known.last())) return place;
            if (!topics.backend().adjoin(known.last(), event.previous())) cut = hole(known, event.previous());
            known.append(event);
            use.happens(topics.now());
            hearing = live;
            for (Reading reading : hearing) reading.hears(event);
        } finally {
            lock.unlock();
        }
        for (Reading reading : hearing) reading.outlet.flush();
        for (Reading reading : cut) end(reading, Ends.LOST, 0);
        topics.makeRoom();
        return place;
    }

    /** Restarts at that position, because the store lost messages before it. */
    void restart(EventId place) {
        Reading[] cut = locked(() -> ring == null ? new Reading[0] : hole(ring, place));
        for (Reading reading : cut) end(reading, Ends.LOST, 0);
    }

    /** Advances readings to that position, up to which the store has no message. */
    void still(EventId place) {
        Reading[] hearing = locked(() -> {
            if (ring == null || !topics.backend().adjoin(ring.last(), place)) return new Reading[0];
            ring.reset(place);
            for (Reading reading : live) reading.moves(place);
            return live;
        });
        for (Reading reading : hearing) reading.outlet.flush();
    }

    private Reading[] hole(Ring known, EventId place) {
        known.reset(place);
        holes++;
        Reading[] cut = live;
        live = new Reading[0];
        return cut;
    }

    private <T extends @Nullable Object> T locked(Supplier<T> part) {
        lock.lock();
        try {
            return part.get();
        } finally {
            lock.unlock();
        }
    }

    /** Returns the position after the last delivered message, or null while not open. */
    @Nullable
    EventId last() {
        return locked(() -> ring == null ? null : ring.last());
    }

    /** Returns the position of the oldest message on this node, or null. */
    @Nullable
    EventId oldest() {
        return locked(() -> ring == null ? null : ring.oldest());
    }

    /** Drops the oldest messages, up to a position if not null, while over the limit. Returns {@link #oldest}. */
    @Nullable
    EventId dropOldest(@Nullable EventId upTo) {
        return locked(() -> ring == null ? null : ring.dropOldest(upTo));
    }

    /** Removes the topic if it has no readings and had no activity since. Returns whether it is removed. */
    boolean removeIfUnusedSince(long time) {
        return locked(() -> {
            if (use.isRemoved()) return true;
            if ((opening && ring == null) || !use.isUnusedSince(time)) return false;
            remove();
            return true;
        });
    }

    long unusedSince() {
        return locked(use::unusedSince);
    }

    String name() {
        return name;
    }

    void fails(Reading reading, Exception e) {
        if (!(e instanceof UnavailableException)) topics.fault(e);
        end(reading, e instanceof UnavailableException ? String.valueOf(e.getMessage()) : Ends.BROKEN, Ends.later());
    }

    void end(Reading reading, String reason, long afterMillis) {
        endUnflushed(reading, reason, afterMillis);
        reading.outlet.flush();
    }

    private void endUnflushed(Reading reading, String reason, long afterMillis) {
        lock.lock();
        try {
            if (reading.ended) return;
            leave(reading);
            reading.outlet.ended(reason, true, afterMillis);
        } finally {
            lock.unlock();
        }
    }
}
