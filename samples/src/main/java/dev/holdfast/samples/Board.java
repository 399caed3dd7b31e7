package dev.holdfast.samples;

import dev.holdfast.ConnectionEvent;
import dev.holdfast.ConnectionListener;
import dev.holdfast.ConnectionState;
import dev.holdfast.Continuity;
import dev.holdfast.Message;
import dev.holdfast.samples.server.Published;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The record of received messages and events: written by the client's listeners, read by the view, and compared at the
 * end.
 */
final class Board implements ConnectionListener {
    private static final int NEWS = 200;

    /** The displayed state of a topic. {@code continuity} is null until the server has confirmed it. */
    record Row(String topic, long messages, @Nullable Continuity continuity, String value) {}

    /** The displayed state of a connection. {@code retryNanos} is by {@link System#nanoTime()}, 0 for none. */
    record Line(String name, ConnectionState state, int attempt, long retryNanos, String reason) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final long startNanos = System.nanoTime();
    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final Map<String, List<Published>> seen = new LinkedHashMap<>();
    private final Map<String, Line> lines = new LinkedHashMap<>();
    private final Map<String, Integer> connects = new LinkedHashMap<>();
    private final ArrayDeque<String> news = new ArrayDeque<>();
    private long told;
    private long gaps;
    private boolean keeping = true;

    /** Keeps only counts from now on, for a run without a comparison. */
    void keepNothing() {
        change(() -> keeping = false);
    }

    // ---- called by listeners

    void topic(String topic) {
        change(() -> {
            rows.put(topic, new Row(topic, 0, null, ""));
            seen.put(topic, new ArrayList<>());
        });
    }

    void message(Message<? extends Sample> message) {
        Sample sample = Objects.requireNonNull(message.data(), "sample");
        String id = message.id() == null ? "" : message.id();
        Published noted = Published.of(id, sample.seq(), message.text());
        change(() -> {
            Row row = row(message.topic());
            rows.put(row.topic, new Row(row.topic, row.messages + 1, row.continuity, sample.show()));
            if (keeping) notes(row.topic).add(noted);
        });
    }

    void subscribed(String topic, Continuity continuity) {
        change(() -> {
            Row row = row(topic);
            rows.put(topic, new Row(topic, row.messages, continuity, row.value));
            if (continuity == Continuity.GAP) gaps++;
            write(topic + " " + continuity);
        });
    }

    @Override
    public void onConnectionEvent(ConnectionEvent event) {
        String topic = event.topic();
        String name = topic == null ? "all topics" : topic;
        Duration delay = event.delay();
        long retry = delay == null ? 0 : System.nanoTime() + delay.toNanos();
        String reason = event.reason() == null ? "" : event.reason().toString();
        change(() -> {
            lines.put(name, new Line(name, event.current(), event.attempt(), retry, reason));
            if (event.current() == ConnectionState.CONNECTED) {
                connects.merge(name, 1, Integer::sum);
                write(name + " connected");
            } else if (delay != null) {
                write(name + " disconnected: " + reason);
                write(String.format(
                        Locale.ROOT, "%s attempt %d in %.1f s", name, event.attempt(), delay.toMillis() / 1000.0));
            } else if (event.current() == ConnectionState.CLOSED) write(name + " closed");
        });
    }

    /** Adds a line of news. */
    void tell(String what) {
        change(() -> write(what));
    }

    private void write(String what) {
        double seconds = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos) / 1000.0;
        news.add(String.format(Locale.ROOT, "%7.1f s  %s", seconds, what));
        told++;
        if (news.size() > NEWS) news.remove();
    }

    private Row row(String topic) {
        Row row = rows.get(topic);
        if (row == null) throw new IllegalStateException("not subscribed to " + topic);
        return row;
    }

    private List<Published> notes(String topic) {
        List<Published> notes = seen.get(topic);
        if (notes == null) throw new IllegalStateException("not subscribed to " + topic);
        return notes;
    }

    // ---- called by readers

    List<Row> rows() {
        return read(() -> new ArrayList<>(rows.values()));
    }

    List<Line> lines() {
        return read(() -> new ArrayList<>(lines.values()));
    }

    /** Returns the news after the first {@code since} lines, at most the last {@code most}. */
    List<String> news(long since, int most) {
        return read(() -> {
            List<String> all = new ArrayList<>(news);
            long wanted = Math.min(Math.min(told - since, most), all.size());
            return all.subList(all.size() - (int) wanted, all.size());
        });
    }

    /** Returns the total number of news lines. */
    long told() {
        return read(() -> told);
    }

    /** Returns every received message, in order. */
    Map<String, List<Published>> seen() {
        return read(() -> {
            Map<String, List<Published>> copy = new LinkedHashMap<>();
            seen.forEach((topic, notes) -> copy.put(topic, new ArrayList<>(notes)));
            return copy;
        });
    }

    long received() {
        return read(() -> rows.values().stream().mapToLong(Row::messages).sum());
    }

    /** Returns the number of reconnects of all connections. */
    long reconnects() {
        return read(() -> connects.values().stream().mapToLong(n -> n - 1).sum());
    }

    /** Returns the number of gaps reported by the server. */
    long gaps() {
        return read(() -> gaps);
    }

    /** Returns the sequence number of the newest message of a topic, 0 for none. */
    long lastSeq(String topic) {
        return read(() -> notes(topic).stream().mapToLong(Published::seq).max().orElse(0));
    }

    /** Waits until a change makes the condition true. Returns whether it did within {@code most}. */
    boolean await(BooleanSupplier condition, Duration most) throws InterruptedException {
        long nanos = most.toNanos();
        lock.lock();
        try {
            while (!condition.getAsBoolean()) {
                if (nanos <= 0) return false;
                nanos = changed.awaitNanos(nanos);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private <T> T read(Supplier<T> what) {
        lock.lock();
        try {
            return what.get();
        } finally {
            lock.unlock();
        }
    }
}
