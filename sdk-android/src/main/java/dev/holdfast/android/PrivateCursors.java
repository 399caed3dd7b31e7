package dev.holdfast.android;

import android.content.Context;
import dev.holdfast.CursorStore;
import java.io.File;
import org.jspecify.annotations.Nullable;

/**
 * Keeps positions in the app's private files, outside its backups: another device has seen nothing yet. The directory is
 * looked up when it is first needed, on a background thread, since that alone may touch the disk. Processes of one app have
 * directories of their own only where the app says so: give each a store with {@link CursorStore#inDirectory}.
 */
public final class PrivateCursors implements CursorStore {
    private final Context context;
    private volatile @Nullable CursorStore store;

    private PrivateCursors(Context context) {
        this.context = context;
    }

    /** No I/O. */
    public static CursorStore of(Context context) {
        return new PrivateCursors(application(context));
    }

    /** Null in {@code Application.attachBaseContext}: an app may hand in itself there. */
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
        // Two at once make two stores of the same files, which is as good.
        now = CursorStore.inDirectory(new File(context.getNoBackupFilesDir(), "holdfast").toPath());
        store = now;
        return now;
    }
}
