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
 * A client's connection, as far as the server speaks on it: a bounded queue of texts, one write at a time. A client for
 * which too much waits is told so and let go; it comes back behind what it took. How a text is written, and what ends the
 * connection, is for the kinds of channels to say; long polling would be one more of them.
 */
public abstract class Channel {
    /** A client that does not even take its goodbye. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private static final Duration STALLED = Duration.ofSeconds(30);
    private static final String MOST_WAITED = "too much waited for all connections, and most of it for this one";

    private final Channels channels;
    private final Outbound outbound;
    private final Turns turns;
    final long heartbeatNanos;
    final LongSupplier nanoTime;

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<String> queue = new ArrayDeque<>();
    /** Counted in characters, with what is being written. */
    private int waiting;

    private int writing;
    /** When the running write began, and when the last one ended. */
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

    /** Takes the texts for one write off the queue. */
    abstract String next(Deque<String> texts);

    /** Writes it and calls back. */
    abstract void write(String text, org.eclipse.jetty.util.Callback callback);

    /** How a goodbye is told. */
    abstract List<String> lastWords(Goodbye farewell);

    /** All is written: ends the connection politely. */
    abstract void finish(Goodbye farewell);

    /** Ends the connection at once. */
    abstract void abort();

    /** A sign of life for a client that heard nothing for a while. */
    abstract String beat();

    /** Whether the client has to be heard as well, and was not. */
    abstract boolean isDeaf(long now);

    /** Serves nobody any more. Called once or more. */
    abstract void released();

    /** Queues a text; {@link #flush} writes it. */
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
            overflow(over ? "more than " + outbound.queueChars() + " bytes waited for this connection" : MOST_WAITED);
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

    /** How much waits for it that could be thrown away. */
    final int couldGive() {
        return locked(() -> goodbye != null || finished ? 0 : waiting - writing);
    }

    /** How long its running write takes already, in nanoseconds; 0 without one. */
    final long writesFor(long now) {
        return locked(() -> finished || writing == 0 ? 0L : now - wroteAt);
    }

    /** Throws away what waits for it, for the sake of the others, and lets it go. Who queued that still flushes. */
    final boolean giveWay() {
        return locked(() -> {
            if (goodbye != null || finished) return false;
            overflow(MOST_WAITED);
            return true;
        });
    }

    /** Gives up its running write as well, for the sake of the others. Who asked for that cuts it off, under no lock. */
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

    /** What is queued is still written, then it ends. */
    final void leave(Goodbye farewell) {
        last(farewell);
        flush();
    }

    /** As {@link #leave}, once what is under way has been answered. */
    void depart(Goodbye farewell) {
        leave(farewell);
    }

    /** Queues a goodbye; {@link #flush} writes it. */
    final void last(Goodbye farewell) {
        lock.lock();
        try {
            if (goodbye == null && !finished) begin(farewell);
        } finally {
            lock.unlock();
        }
    }

    /** Whether it says goodbye, or has: what the client says now comes too late. */
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

    /** Writes what is queued, without waiting. */
    public final void flush() {
        writer.iterate();
        outbound.cutOff();
    }

    final Turns turns() {
        return turns;
    }

    /** Whether so little waits for it that it may be given a page of what it missed. */
    final boolean isCalm() {
        return locked(() -> waiting <= outbound.pageChars());
    }

    /** How much old text may be queued at a time. */
    final int pageSize() {
        return outbound.pageChars();
    }

    /** The connection is gone, whoever ended it. */
    final void gone() {
        locked(this::drop);
        turns.close();
        outbound.serve();
        channels.remove(this);
        released();
    }

    /** Looks after it, a few times in each heartbeat. */
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

    /** Whether to beat although the client hears enough. */
    boolean wantsAnswer(long now) {
        return false;
    }

    /** One write after the other, whoever asks for it and whether they end at once or later. */
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
