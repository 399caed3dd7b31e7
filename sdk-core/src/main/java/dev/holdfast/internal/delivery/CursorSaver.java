package dev.holdfast.internal.delivery;

import dev.holdfast.CursorStore;
import dev.holdfast.internal.runtime.EventLoop;
import dev.holdfast.internal.runtime.OnLoop;
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
 * A background task that keeps one subscription's cursor in the app's {@link CursorStore}. It saves only the newest
 * cursor. While the subscription is live, it saves at most once per {@link #SAVE_INTERVAL_NANOS}, because a store on
 * flash memory waits for the disk on every save.
 */
public final class CursorSaver {
    public static final long SAVE_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long MIN_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long MAX_RETRY_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long SAVE_RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final CursorKey key;
    private final CursorSource source;
    private final EventLoop loop;
    private final AtomicBoolean saveDue = new AtomicBoolean();
    private volatile boolean finished;
    private volatile boolean saving;
    private @OnLoop EventLoop.@Nullable Timer timer;
    /** The cursor last loaded or saved; null if there is none. Written in tasks only. */
    private volatile @Nullable String saved;

    /** True after a failure was reported, until the store works again. Accessed in tasks only. */
    private boolean failing;

    CursorSaver(CursorStore store, String url, CursorSource subscription, SharedRuntime runtime) {
        this.key = CursorKey.of(store, storeKey(url, subscription.topic()), runtime);
        this.source = subscription;
        this.loop = runtime.loop;
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
        } catch (NoSuchAlgorithmException e) { // every platform has it
            throw new AssertionError(e);
        }
    }

    /** Takes over the key with a cursor that the app gave, and saves it. */
    void start() {
        key.tasks.execute(() -> key.owner = this);
        source.restoreCursor(this, null);
        cursorMoved();
    }

    /**
     * Loads the cursor, then runs {@code then} on the loop. Retries with back-off until a load succeeds. Once the
     * subscription is over, {@code then} does not run.
     *
     * <p>Starting without the stored cursor would lose messages, and the next save would overwrite the cursor.
     */
    void load(Runnable then) {
        load(then, MIN_RETRY_NANOS);
    }

    private void load(Runnable then, long retryNanos) {
        key.tasks.execute(() -> {
            if (finished) return;
            String loaded;
            try {
                loaded = key.store.load(key.name);
            } catch (Throwable t) { // reported once until the store works again
                if (!failing) failing = source.reportError(t);
                loop.execute(() -> retryLoad(then, retryNanos));
                return;
            }
            failing = false;
            key.owner = this;
            saved = loaded == null || loaded.isEmpty() ? null : loaded;
            source.restoreCursor(this, saved);
            loop.execute(then);
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
        if (finished) key.tasks.execute(this::saveNow);
        else loop.execute(() -> scheduleSave(SAVE_INTERVAL_NANOS));
    }

    @OnLoop
    private void scheduleSave(long delayNanos) {
        if (finished) key.tasks.execute(this::saveNow);
        else
            timer = loop.schedule(delayNanos, () -> {
                timer = null;
                key.tasks.execute(this::saveNow);
            });
    }

    /** Saves the last cursor now, and later cursors without delay, because the subscription is over. */
    @OnLoop
    void saveFinally() {
        loop.assertHere();
        finished = true;
        if (timer != null) timer.cancel();
        timer = null;
        saveDue.set(true);
        key.tasks.execute(this::saveNow);
    }

    /** Returns true if no save is due or running. */
    boolean isQuiet() {
        return !saveDue.get() && !saving;
    }

    /** Returns true if the store has the cursor. */
    boolean isSaved() {
        return isQuiet() && Objects.equals(source.cursor(), saved);
    }

    private void saveNow() {
        saving = true;
        saveDue.set(false);
        try {
            String now = source.cursor();
            if (Objects.equals(now, saved)) return;
            // A callback that outlasts its subscription must not move the cursor of the next one back.
            if (!finished || key.owner == this) key.store.save(key.name, now);
            saved = now;
            failing = false;
        } catch (Throwable t) { // reported once until the store works again
            if (!failing) failing = source.reportError(t);
            if (!finished && saveDue.compareAndSet(false, true)) loop.execute(() -> scheduleSave(SAVE_RETRY_NANOS));
        } finally {
            saving = false;
        }
    }
}
