package dev.holdfast.reference.feed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A topic on this node: its newest messages and those who read it. A reading joins, is told what its cursor is worth,
 * catches up with what it missed ({@link CatchUp}), and is then among the live ones. One lock guards all of it; nothing is written
 * and no store is asked under it.
 */
final class Topic {
    private final String name;
    private final Topics topics;
    private final CatchUp catchUp;
    private final ReentrantLock lock = new ReentrantLock();
    /** Null until the store has said where the topic stands. */
    private @Nullable Ring ring;

    /** How often a hole was found: a reading of before one has not heard of it. */
    private int holes;

    private boolean opening;
    private final Use use;
    private final List<Reading> waiting = new ArrayList<>();
    /** Replaced, never changed: it is walked outside the lock. */
    private Reading[] live = {};

    Topic(String name, Topics topics) {
        this.name = name;
        this.topics = topics;
        catchUp = new CatchUp(this, topics);
        use = new Use(topics.now());
    }

    /** Whether it was taken; a topic that was removed takes nobody. */
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

    /** In memory, a name to which nobody published is worth nothing once nobody reads it. The store's are swept later. */
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

    /** From now on it takes what follows that place. Opened already, it stays as it is. */
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

    /** The store has said what its cursor is worth. */
    boolean beginAt(Reading reading, Standing standing) {
        return locked(() -> {
            if (reading.ended) return false;
            reading.holes = holes;
            reading.begins(standing.continuity(), standing.start());
            return true;
        });
    }

    /** What a reading is to be given next, as far as this node has it. One that has had all is among the live from now on. */
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

    /** What is known here is no longer true: the store goes on from that place, and something before it is gone. */
    void restart(EventId place) {
        Reading[] cut = locked(() -> ring == null ? new Reading[0] : hole(ring, place));
        for (Reading reading : cut) end(reading, Ends.LOST, 0);
    }

    /** Up to that place the store has no message of it still: who reads it need not know of an older one. */
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

    /** The place behind what was delivered; null while it is not open. */
    @Nullable
    EventId last() {
        return locked(() -> ring == null ? null : ring.last());
    }

    /** The place of its oldest message here; null where there is none. */
    @Nullable
    EventId oldest() {
        return locked(() -> ring == null ? null : ring.oldest());
    }

    /** Lets its oldest message go, and more up to a place if there is one, while there is need. Answers as {@link #oldest}. */
    @Nullable
    EventId dropOldest(@Nullable EventId upTo) {
        return locked(() -> ring == null ? null : ring.dropOldest(upTo));
    }

    /** Takes nobody any more, if nobody reads it and nothing happened since. */
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
