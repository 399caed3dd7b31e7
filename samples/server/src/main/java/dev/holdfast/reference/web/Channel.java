package dev.holdfast.reference.web;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
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

    private final Channels channels;
    private final int limit;
    final long heartbeatNanos;
    final LongSupplier nanoTime;

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<String> queue = new ArrayDeque<>();
    private final List<Runnable> wantRoom = new ArrayList<>();
    /** Counted in characters, with what is being written. */
    private int waiting;

    private int writing;
    /** When the running write began, and when the last one ended. */
    private long wroteAt;

    private @Nullable Goodbye goodbye;
    private long goodbyeAt;
    private boolean finished;
    private final Writer writer = new Writer();

    Channel(Channels channels, Settings settings) {
        this.channels = channels;
        limit = settings.queueBytes();
        heartbeatNanos = settings.heartbeat().toNanos();
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
        lock.lock();
        try {
            if (goodbye != null || finished) return;
            if (waiting > 0 && waiting + text.length() > limit) {
                overflow();
                return;
            }
            queue.add(text);
            waiting += text.length();
        } finally {
            lock.unlock();
        }
    }

    private void overflow() {
        channels.slowConsumer();
        waiting = writing;
        queue.clear();
        String reason = "Slow consumer: more than " + limit + " bytes waited for this connection";
        begin(new Goodbye(Goodbye.TRY_LATER, reason, true, 0));
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
        lock.lock();
        try {
            return goodbye != null || finished;
        } finally {
            lock.unlock();
        }
    }

    private void begin(Goodbye farewell) {
        goodbye = farewell;
        goodbyeAt = nanoTime.getAsLong();
        for (String text : lastWords(farewell)) {
            queue.add(text);
            waiting += text.length();
        }
    }

    /** Writes what is queued, without waiting. */
    public final void flush() {
        writer.iterate();
    }

    /** As {@link dev.holdfast.reference.feed.Outlet#hasRoom}. */
    final boolean hasRoom(Runnable later) {
        lock.lock();
        try {
            if (waiting <= limit / 4) return true;
            wantRoom.add(later);
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** As {@link dev.holdfast.reference.feed.Outlet#pageSize}: with it and one more message nothing overflows. */
    final int pageSize() {
        return limit / 4;
    }

    /** The connection is gone, whoever ended it. */
    final void gone() {
        lock.lock();
        try {
            finished = true;
            queue.clear();
            wantRoom.clear();
            waiting = 0;
        } finally {
            lock.unlock();
        }
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
            List<Runnable> roomFor = List.of();
            lock.lock();
            try {
                waiting = Math.max(0, waiting - writing);
                writing = 0;
                wroteAt = nanoTime.getAsLong();
                if (waiting <= limit / 4 && !wantRoom.isEmpty()) {
                    roomFor = List.copyOf(wantRoom);
                    wantRoom.clear();
                }
            } finally {
                lock.unlock();
            }
            roomFor.forEach(Runnable::run);
        }

        @Override
        protected void onFailure(Throwable cause) {
            Channel.this.abort();
            gone();
        }
    }
}
