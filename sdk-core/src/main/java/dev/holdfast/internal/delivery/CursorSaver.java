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
 * Keeps one subscription's position in the app's store: in the background, one save at a time, the newest position only,
 * and not more often than {@link #SAVE_INTERVAL_NANOS}, since a store on flash has to wait for the disk each time.
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
    /** What the store holds, as far as is known. In tasks only, as what follows. */
    private @Nullable String saved;

    private boolean failing;

    CursorSaver(CursorStore store, String url, CursorSource subscription, SharedRuntime runtime) {
        this.store = store;
        this.key = storeKey(url, subscription.topic());
        this.source = subscription;
        this.loop = runtime.loop;
        this.tasks = new SerialExecutor(runtime.workers);
    }

    /** A query may hold what should not be kept; its hash tells one feed from another as well. */
    private static String storeKey(String url, String topic) {
        int query = url.indexOf('?');
        // The URL has no fragment, so that no two pairs of URL and topic make the same key.
        return (query < 0 ? url : url.substring(0, query) + "?" + sha256(url.substring(query + 1))) + "#" + topic;
    }

    private static String sha256(String text) {
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
        load(then, MIN_RETRY_NANOS);
    }

    private void load(Runnable then, long retryNanos) {
        tasks.execute(() -> {
            if (finished) return;
            try {
                saved = store.load(key);
            } catch (Throwable t) { // told once until it works
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

    /** The position may have moved. */
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

    /** The subscription is over, and what moves now is saved without delay. */
    @OnLoop
    void saveFinally() {
        loop.assertHere();
        finished = true;
        if (timer == null) return;
        timer.cancel();
        timer = null;
        tasks.execute(this::saveNow);
    }

    /** Whether nothing is left to save. */
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
        } catch (Throwable t) { // told once until it works again; the next move tries anew
            if (!failing) failing = source.reportError(t);
        } finally {
            saving = false;
        }
    }
}
