package dev.holdfast.reference.web;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;

/**
 * The server side of a client's connection: a bounded queue of texts, one write at a time. A client with too long a
 * queue is notified and disconnected; it resumes after the last message it received. Subclasses define how to write a
 * text and how to close the connection. Long polling would be another subclass.
 */
public abstract class Channel {
    /** The time for a client to receive its goodbye. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private static final Duration STALLED = Duration.ofSeconds(30);
    private static final String MOST_WAITED = "the queues of all connections are full, and this one is the longest";

    private final Channels channels;
    private final Outbound outbound;
    private final Turns turns;
    final long heartbeatNanos;
    final LongSupplier nanoTime;

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<String> queue = new ArrayDeque<>();
    /** The queue in characters, including the running write. */
    private int waiting;

    private int writing;
    /** The start of the running write, or the end of the last one. */
    private long wroteAt;

    private @Nullable Goodbye goodbye;
    private long goodbyeAt;
    private boolean finished;
    private final Writer writer = new Writer();

    Channel(Channels channels, Duration heartbeat) {
        this.channels = channels;
        outbound = channels.outbound();
        turns = new Turns(this, outbound);
        heartbeatNanos = heartbeat.toNanos();
        nanoTime = channels.nanoTime();
        wroteAt = nanoTime.getAsLong();
    }

    /** Removes and returns the texts for one write. */
    abstract String next(Deque<String> texts);

    /** Writes a text and calls back. */
    abstract void write(String text, org.eclipse.jetty.util.Callback callback);

    /** Returns the texts of a goodbye. */
    abstract List<String> lastWords(Goodbye farewell);

    /** Closes the connection normally after everything is written. */
    abstract void finish(Goodbye farewell);

    /** Aborts the connection at once. */
    abstract void abort();

    /** Returns the heartbeat text. */
    abstract String beat();

    /** Returns whether the client must send heartbeats but did not. */
    abstract boolean isDeaf(long now);

    /** Releases the subscriptions. Called at least once. */
    abstract void released();

    /** Queues a text. {@link #flush} writes it. */
    final void enqueue(String text) {
        boolean room = outbound.take(text.length());
        lock.lock();
        try {
            boolean over = waiting > 0 && waiting + text.length() > outbound.queueChars();
            if (goodbye == null && !finished && room && !over) {
                queue.add(text);
                waiting += text.length();
                return;
            }
            if (room) outbound.give(text.length());
            if (goodbye != null || finished) return;
            overflow(over ? "more than " + outbound.queueChars() + " bytes queued for this connection" : MOST_WAITED);
        } finally {
            lock.unlock();
        }
    }

    private void overflow(String why) {
        channels.slowConsumer();
        outbound.give(waiting - writing);
        waiting = writing;
        queue.clear();
        begin(new Goodbye(Goodbye.TRY_LATER, "Slow consumer: " + why, true, 0));
    }

    /** Returns the size of the queue that can be discarded. */
    final int couldGive() {
        return locked(() -> goodbye != null || finished ? 0 : waiting - writing);
    }

    /** Returns the duration of the running write in nanoseconds, 0 without one. */
    final long writesFor(long now) {
        return locked(() -> finished || writing == 0 ? 0L : now - wroteAt);
    }

    /** Discards the queue to make room for others and ends the connection. The caller that queued the text flushes. */
    final boolean giveWay() {
        return locked(() -> {
            if (goodbye != null || finished) return false;
            overflow(MOST_WAITED);
            return true;
        });
    }

    /** Discards the running write as well to make room for others. The caller aborts the connection without a lock. */
    final boolean forsake() {
        return locked(() -> {
            if (finished || writing == 0) return false;
            if (goodbye == null) channels.slowConsumer();
            return drop();
        });
    }

    private boolean drop() {
        finished = true;
        queue.clear();
        outbound.give(waiting);
        waiting = 0;
        writing = 0;
        return true;
    }

    private <T> T locked(Supplier<T> part) {
        lock.lock();
        try {
            return part.get();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the connection after writing the queue. */
    final void leave(Goodbye farewell) {
        last(farewell);
        flush();
    }

    /** Like {@link #leave}, after pending requests are answered. */
    void depart(Goodbye farewell) {
        leave(farewell);
    }

    /** Queues a goodbye. {@link #flush} writes it. */
    final void last(Goodbye farewell) {
        lock.lock();
        try {
            if (goodbye == null && !finished) begin(farewell);
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether the goodbye is queued or sent, so that further frames of the client are ignored. */
    final boolean leaving() {
        return locked(() -> goodbye != null || finished);
    }

    private void begin(Goodbye farewell) {
        goodbye = farewell;
        goodbyeAt = nanoTime.getAsLong();
        for (String text : lastWords(farewell)) {
            queue.add(text);
            waiting += text.length();
            outbound.takeAnyway(text.length());
        }
    }

    /** Writes the queue without blocking. */
    public final void flush() {
        writer.iterate();
        outbound.cutOff();
    }

    final Turns turns() {
        return turns;
    }

    /** Returns whether the queue is short enough for a page of missed messages. */
    final boolean isCalm() {
        return locked(() -> waiting <= outbound.pageChars());
    }

    /** Returns the size limit of a page of old messages. */
    final int pageSize() {
        return outbound.pageChars();
    }

    /** Cleans up after the connection ended. */
    final void gone() {
        locked(this::drop);
        turns.close();
        outbound.serve();
        channels.remove(this);
        released();
    }

    /** Checks timeouts and heartbeats. Called several times per heartbeat interval. */
    final void tick() {
        long now = nanoTime.getAsLong();
        boolean stuck;
        boolean silent;
        lock.lock();
        try {
            long since = now - wroteAt;
            stuck = (writing > 0 && since > STALLED.toNanos())
                    || (goodbye != null && now - goodbyeAt > LAST_WORDS.toNanos());
            silent = writing == 0 && queue.isEmpty() && since > heartbeatNanos / 2;
        } finally {
            lock.unlock();
        }
        if (stuck || isDeaf(now)) {
            abort();
            gone();
            return;
        }
        if (silent || wantsAnswer(now)) {
            enqueue(beat());
            flush();
        }
    }

    /** Returns whether to send a heartbeat although the connection is not silent. */
    boolean wantsAnswer(long now) {
        return false;
    }

    /** The writer, which runs one write at a time for all callers. */
    private final class Writer extends IteratingCallback {
        @Override
        protected Action process() {
            String text;
            Goodbye farewell;
            lock.lock();
            try {
                if (finished) return Action.SUCCEEDED;
                if (queue.isEmpty()) {
                    if (goodbye == null) return Action.IDLE;
                    finished = true;
                    farewell = goodbye;
                    text = "";
                } else {
                    farewell = null;
                    text = next(queue);
                    writing = text.length();
                    wroteAt = nanoTime.getAsLong();
                }
            } finally {
                lock.unlock();
            }
            if (farewell != null) {
                finish(farewell);
                return Action.SUCCEEDED;
            }
            write(text, this);
            return Action.SCHEDULED;
        }

        @Override
        protected void onSuccess() {
            lock.lock();
            try {
                int written = Math.min(writing, waiting);
                outbound.give(written);
                waiting -= written;
                writing = 0;
                wroteAt = nanoTime.getAsLong();
            } finally {
                lock.unlock();
            }
            turns.offer();
            outbound.serve();
        }

        @Override
        protected void onFailure(Throwable cause) {
            Channel.this.abort();
            gone();
        }
    }
}
