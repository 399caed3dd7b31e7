package dev.holdfast.samples.server;

import dev.holdfast.Continuity;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One topic: its recent messages for those who come back, its ledger, and who reads it now. Readers are told under the
 * lock, so that replay and live messages cannot change places; all they do is queue.
 */
final class Topic {
    /** Covers two minutes of the quickest topic, and every outage of the demo. */
    private static final int HISTORY = 1200;
    /** More than an hour of the quickest topic. A run that is compared at its end is never longer. */
    private static final int LEDGER = 50_000;

    /** Which message after the first reader came is the one to lose or to double. */
    private static final int PLANTED = 10;

    /** Someone who reads the topic. Told in order, never two at once; must not block. */
    interface Reader {
        /** Comes first. {@code position} is where the messages that follow begin. */
        void joined(Continuity continuity, String position);

        /** A message. */
        void message(String id, String payload);
    }

    private record Entry(long number, String payload) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final String epoch;
    private final Plant plant;
    private final ArrayDeque<Entry> history = new ArrayDeque<>();
    private final ArrayDeque<Published> ledger = new ArrayDeque<>();
    private final List<Reader> readers = new ArrayList<>();
    private long lastNumber;
    private long lastSeq;
    private long forgotten;
    private boolean forgetful;
    private boolean everRead;
    private int sinceRead;

    Topic(String epoch, Plant plant) {
        this.epoch = epoch;
        this.plant = plant;
    }

    /** Publishes what {@code payload} makes of the sequence number. Answers the id. */
    String publish(LongFunction<String> payload) {
        lock.lock();
        try {
            long seq = ++lastSeq;
            String text = payload.apply(seq);
            long number = ++lastNumber;
            ledger.add(Published.of(id(number), seq, text));
            if (ledger.size() > LEDGER) ledger.remove();
            boolean planted = everRead && ++sinceRead == PLANTED;
            if (!planted || plant != Plant.LOSS) send(new Entry(number, text));
            if (planted && plant == Plant.DUPLICATE) send(new Entry(++lastNumber, text));
            return id(number);
        } finally {
            lock.unlock();
        }
    }

    private void send(Entry entry) {
        history.add(entry);
        if (history.size() > HISTORY) forgotten = history.remove().number();
        if (forgetful) forgetAll();
        for (Reader reader : readers) reader.message(id(entry.number()), entry.payload());
    }

    /** Forgets the history, and keeps none until somebody begins to read. */
    void forget() {
        lock.lock();
        try {
            forgetful = true;
            forgetAll();
        } finally {
            lock.unlock();
        }
    }

    private void forgetAll() {
        history.clear();
        forgotten = lastNumber;
    }

    /** Begins to read, after a position or with what comes next. */
    void join(@Nullable String cursor, Reader reader) {
        lock.lock();
        try {
            everRead = true;
            long after = cursor == null ? lastNumber : number(cursor);
            boolean known = after >= forgotten && after <= lastNumber;
            if (!known) after = forgotten;
            Continuity continuity = cursor == null ? Continuity.FRESH : known ? Continuity.RESUMED : Continuity.GAP;
            reader.joined(continuity, id(after));
            for (Entry entry : history) {
                if (entry.number() > after) reader.message(id(entry.number()), entry.payload());
            }
            forgetful = false;
            readers.add(reader);
        } finally {
            lock.unlock();
        }
    }

    void leave(Reader reader) {
        lock.lock();
        try {
            readers.remove(reader);
        } finally {
            lock.unlock();
        }
    }

    List<Published> ledger() {
        lock.lock();
        try {
            return new ArrayList<>(ledger);
        } finally {
            lock.unlock();
        }
    }

    /** The sequence number published last, 0 for none. */
    long lastSeq() {
        lock.lock();
        try {
            return lastSeq;
        } finally {
            lock.unlock();
        }
    }

    private String id(long number) {
        return epoch + ":" + number;
    }

    /** The number in an id of this epoch, -1 for any other id. */
    private long number(String id) {
        if (!id.startsWith(epoch + ":")) return -1;
        try {
            return Long.parseLong(id.substring(epoch.length() + 1));
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
