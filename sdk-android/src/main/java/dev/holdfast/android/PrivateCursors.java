package dev.holdfast.android;

import android.content.Context;
import dev.holdfast.CursorStore;
import java.io.File;
import org.jspecify.annotations.Nullable;

/**
 * A store that keeps cursors in the app's private files, excluded from backups, since a restored device has not
 * received the messages. The directory is located on first use, on a background thread, because that may access the
 * disk. Apps with more than one process must give each its own store with {@link CursorStore#inDirectory}.
 */
public final class PrivateCursors implements CursorStore {
    private final Context context;
    private volatile @Nullable CursorStore store;

    private PrivateCursors(Context context) {
        this.context = context;
    }

    /** Returns a store for the app of a context. Any thread; no I/O. */
    public static CursorStore of(Context context) {
        return new PrivateCursors(application(context));
    }

    /**
     * Returns the application context, or the given context if there is none yet: in {@code attachBaseContext} an app
     * may pass its own {@code Application}.
     */
    static Context application(Context context) {
        Context application = context.getApplicationContext();
        return application == null ? context : application;
    }

    @Override
    public @Nullable String load(String key) throws Exception {
        return store().load(key);
    }

    @Override
    public void save(String key, @Nullable String cursor) throws Exception {
        store().save(key, cursor);
    }

    private CursorStore store() {
        CursorStore now = store;
        if (now != null) return now;
        // Two threads may each make a store. Both use the same files, which is safe.
        now = CursorStore.inDirectory(new File(context.getNoBackupFilesDir(), "holdfast").toPath());
        store = now;
        return now;
    }
}
