package dev.holdfast.samples.server;

import dev.holdfast.Continuity;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A topic: its recent messages for resume, its ledger and its readers. Readers are called under the lock, so that
 * replayed and live messages stay in order. They only queue.
 */
final class Topic {
    /** The size of the history: two minutes of the fastest topic, longer than any outage of the demo. */
    private static final int HISTORY = 1200;
    /** The size of the ledger: more than an hour of the fastest topic. A run with a comparison is never longer. */
    private static final int LEDGER = 50_000;

    /** The number of the message after the first subscription that is lost or duplicated. */
    private static final int PLANTED = 10;

    /** A reader of the topic. Called in order and never concurrently. Must not block. */
    interface Reader {
        /** Called first. {@code position} is the position before the following messages. */
        void joined(Continuity continuity, String position);

        /** Called for each message. */
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

    /** Publishes the payload created from the sequence number, and returns the id. */
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

    /** Discards the history and keeps none until the next subscription. */
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

    /** Adds a reader, after a cursor or with the next message. */
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

    /** Returns the last published sequence number, 0 for none. */
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

    /** Returns the number in an id of this epoch, -1 for any other id. */
    private long number(String id) {
        if (!id.startsWith(epoch + ":")) return -1;
        try {
            return Long.parseLong(id.substring(epoch.length() + 1));
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
