package dev.holdfast.internal;

import dev.holdfast.CursorStore;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one subscription's position in the app's store: in the background, one save at a time, the newest position only,
 * and not more often than {@link #EVERY_NANOS}, since a store on flash has to wait for the disk each time.
 */
final class CursorKeeper {
    static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long FIRST_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LAST_RETRY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final CursorStore store;
    private final String key;
    private final CursorSource subscription;
    private final Loop loop;
    private final SerialTasks tasks;
    private final AtomicBoolean due = new AtomicBoolean();
    private volatile boolean finished;
    private volatile boolean saving;
    /** On the loop. */
    private Loop.@Nullable Timer timer;
    /** What the store holds, as far as is known. In tasks only, as what follows. */
    private @Nullable String saved;

    private boolean failing;

    CursorKeeper(CursorStore store, String url, CursorSource subscription, SharedRuntime shared) {
        this.store = store;
        this.key = key(url, subscription.topic());
        this.subscription = subscription;
        this.loop = shared.loop;
        this.tasks = new SerialTasks(shared.workers);
    }

    /** A query may hold what should not be kept; its hash tells one feed from another as well. */
    private static String key(String url, String topic) {
        int query = url.indexOf('?');
        // The URL has no fragment, so that no two pairs of URL and topic make the same key.
        return (query < 0 ? url : url.substring(0, query) + "?" + hash(url.substring(query + 1))) + "#" + topic;
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return new BigInteger(1, hash).toString(16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * Fetches the position, as often as it takes, and then goes on with {@code then}; never, once the subscription is over.
     * To begin without a position that is there would lose messages, and the next save would lose the position.
     */
    void load(Runnable then) {
        load(then, FIRST_RETRY_NANOS);
    }

    private void load(Runnable then, long retryNanos) {
        tasks.add(() -> {
            if (finished) return;
            try {
                saved = store.load(key);
            } catch (Throwable t) { // told once until it works
                if (!failing) failing = subscription.fault(t);
                loop.execute(() -> again(then, retryNanos));
                return;
            }
            failing = false;
            subscription.keep(this, saved);
            then.run();
        });
    }

    private void again(Runnable then, long retryNanos) {
        if (finished) return;
        timer = loop.schedule(retryNanos, () -> {
            timer = null;
            load(then, Math.min(2 * retryNanos, LAST_RETRY_NANOS));
        });
    }

    /** The position may have moved. */
    void moved() {
        if (due.get() || !due.compareAndSet(false, true)) return;
        if (finished) tasks.add(this::save);
        else loop.execute(this::schedule);
    }

    private void schedule() {
        if (finished) tasks.add(this::save);
        else
            timer = loop.schedule(EVERY_NANOS, () -> {
                timer = null;
                tasks.add(this::save);
            });
    }

    /** On the loop: the subscription is over, and what moves now is saved without delay. */
    void finish() {
        finished = true;
        if (timer == null) return;
        timer.cancel();
        timer = null;
        tasks.add(this::save);
    }

    /** Whether nothing is left to save. */
    boolean quiet() {
        return !due.get() && !saving;
    }

    private void save() {
        saving = true;
        due.set(false);
        try {
            String now = subscription.cursor();
            if (Objects.equals(now, saved)) return;
            store.save(key, now);
            saved = now;
            failing = false;
        } catch (Throwable t) { // told once until it works again; the next move tries anew
            if (!failing) failing = subscription.fault(t);
        } finally {
            saving = false;
        }
    }
}
