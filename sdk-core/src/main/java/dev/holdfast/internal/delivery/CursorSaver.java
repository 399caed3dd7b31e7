package dev.holdfast.internal.delivery;

import dev.holdfast.CursorStore;
import dev.holdfast.internal.runtime.EventLoop;
import dev.holdfast.internal.runtime.OnLoop;
import dev.holdfast.internal.runtime.SerialExecutor;
import dev.holdfast.internal.runtime.SharedRuntime;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A background task that keeps one subscription's cursor in the app's {@link CursorStore}. It runs one store call at a
 * time and saves only the newest cursor. While the subscription is live, it saves at most once per {@link
 * #SAVE_INTERVAL_NANOS}, because a store on flash memory waits for the disk on every save.
 */
public final class CursorSaver {
    public static final long SAVE_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long MIN_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long MAX_RETRY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final CursorStore store;
    private final String key;
    private final CursorSource source;
    private final EventLoop loop;
    private final SerialExecutor tasks;
    private final AtomicBoolean saveDue = new AtomicBoolean();
    private volatile boolean finished;
    private volatile boolean saving;
    private @OnLoop EventLoop.@Nullable Timer timer;
    /** The cursor last loaded or saved; null if there is none. Accessed in tasks only, like the next field. */
    private @Nullable String saved;

    /** True after a failure was reported, until the store works again. */
    private boolean failing;

    CursorSaver(CursorStore store, String url, CursorSource subscription, SharedRuntime runtime) {
        this.store = store;
        this.key = storeKey(url, subscription.topic());
        this.source = subscription;
        this.loop = runtime.loop;
        this.tasks = new SerialExecutor(runtime.workers);
    }

    /** Returns the store key. A URL's query may contain secrets, so the key contains the query's hash instead. */
    private static String storeKey(String url, String topic) {
        int query = url.indexOf('?');
        // The URL has no fragment, so the first "#" separates URL and topic and keys are unique.
        return (query < 0 ? url : url.substring(0, query) + "?" + sha256(url.substring(query + 1))) + "#" + topic;
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return new BigInteger(1, hash).toString(16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }

    /**
     * Loads the cursor, then runs {@code then}. Retries with back-off until a load succeeds. Once the subscription is
     * over, {@code then} does not run.
     *
     * <p>Starting without the stored cursor would lose messages, and the next save would overwrite the cursor.
     */
    void load(Runnable then) {
        load(then, MIN_RETRY_NANOS);
    }

    private void load(Runnable then, long retryNanos) {
        tasks.execute(() -> {
            if (finished) return;
            try {
                saved = store.load(key);
            } catch (Throwable t) { // reported once until the store works again
                if (!failing) failing = source.reportError(t);
                loop.execute(() -> retryLoad(then, retryNanos));
                return;
            }
            failing = false;
            source.restoreCursor(this, saved);
            then.run();
        });
    }

    @OnLoop
    private void retryLoad(Runnable then, long retryNanos) {
        if (finished) return;
        timer = loop.schedule(retryNanos, () -> {
            timer = null;
            load(then, Math.min(2 * retryNanos, MAX_RETRY_NANOS));
        });
    }

    /** Schedules a save because the cursor may have moved. Called on any thread. */
    void cursorMoved() {
        if (saveDue.get() || !saveDue.compareAndSet(false, true)) return;
        if (finished) tasks.execute(this::saveNow);
        else loop.execute(this::scheduleSave);
    }

    @OnLoop
    private void scheduleSave() {
        if (finished) tasks.execute(this::saveNow);
        else
            timer = loop.schedule(SAVE_INTERVAL_NANOS, () -> {
                timer = null;
                tasks.execute(this::saveNow);
            });
    }

    /** Saves a pending cursor now, and later cursors without delay, because the subscription is over. */
    @OnLoop
    void saveFinally() {
        loop.assertHere();
        finished = true;
        if (timer == null) return;
        timer.cancel();
        timer = null;
        tasks.execute(this::saveNow);
    }

    /** Returns true if no save is due or running. */
    boolean isQuiet() {
        return !saveDue.get() && !saving;
    }

    private void saveNow() {
        saving = true;
        saveDue.set(false);
        try {
            String now = source.cursor();
            if (Objects.equals(now, saved)) return;
            store.save(key, now);
            saved = now;
            failing = false;
        } catch (Throwable t) { // reported once until the store works again; the next cursor move retries
            if (!failing) failing = source.reportError(t);
        } finally {
            saving = false;
        }
    }
}
