package dev.holdfast.cli.probe;

import dev.holdfast.cli.probe.Seen.Arrival;
import dev.holdfast.cli.probe.Seen.Head;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** An observer of one event stream request, up to {@code close()}. */
final class StreamLook implements AutoCloseable {
    /** The limit on recorded reads, sufficient to evaluate a busy feed. */
    private static final int MOST_ARRIVALS = 5000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final List<Arrival> arrivals = new ArrayList<>();
    private final EventParser parser = new EventParser();
    private final long begun = System.nanoTime();
    private final Call call;
    private @Nullable Head head;
    private @Nullable String failure;
    private long endedAt = -1;
    private boolean over;
    private boolean stopped;

    private StreamLook(Call call) {
        this.call = call;
    }

    static StreamLook begin(OkHttpClient http, Request request) {
        StreamLook look = new StreamLook(http.newCall(request));
        Thread thread = new Thread(look::read, "holdfast-probe");
        thread.setDaemon(true);
        thread.start();
        return look;
    }

    private void read() {
        try (Response response = call.execute()) {
            record(() -> head = head(response));
            InputStream in = response.body().byteStream();
            byte[] buffer = new byte[64 * 1024];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                int bytes = count;
                record(() -> {
                    parser.feed(buffer, bytes);
                    if (arrivals.size() == MOST_ARRIVALS) return;
                    arrivals.add(
                            new Arrival(now(), bytes, parser.atBoundary(), parser.takeEvents(), parser.takeComments()));
                });
            }
            record(() -> endedAt = now());
        } catch (IOException | RuntimeException e) { // any error ends the wait in await()
            record(() -> {
                failure = e.getClass().getSimpleName();
                if (head != null && !stopped) endedAt = now();
            });
        } finally {
            record(() -> over = true);
        }
    }

    private Head head(Response response) {
        String via = response.header("Via", "");
        String server = response.header("Server", "");
        return new Head(
                now(),
                response.code(),
                String.valueOf(response.header("Content-Type", "")).toLowerCase(Locale.ROOT),
                via == null || via.isEmpty() ? String.valueOf(server) : server + ", via " + via,
                String.valueOf(response.header("Content-Encoding", "")),
                response.header("Last-Event-ID"),
                response.protocol().toString());
    }

    private long now() {
        return (System.nanoTime() - begun) / 1_000_000;
    }

    private void record(Runnable change) {
        lock.lock();
        try {
            change.run();
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns the redirects so far, or null if they are not recorded. */
    @Nullable
    Trail trail() {
        return call.request().tag(Trail.class);
    }

    /** Returns the observation so far. */
    Seen seen() {
        lock.lock();
        try {
            return new Seen(head, List.copyOf(arrivals), endedAt, now(), failure);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the observation suffices, the stream ends, or the deadline passes. */
    Seen await(long deadlineNanos, Predicate<Seen> enough) throws InterruptedException {
        lock.lock();
        try {
            while (!over && !enough.test(seen())) {
                long left = deadlineNanos - System.nanoTime();
                // The predicate may depend on elapsed time.
                if (left <= 0 || (more.awaitNanos(Math.min(left, 100_000_000L)) <= 0 && left <= 100_000_000L)) break;
            }
            return seen();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        record(() -> stopped = true);
        call.cancel();
    }
}
