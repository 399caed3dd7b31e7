package dev.holdfast;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A store that keeps the cursors of subscriptions beyond the end of the process. A subscription without {@link
 * SubscriptionOptions#withCursor} resumes from the cursor stored for its key. Each handled message moves the cursor
 * (see {@link Acknowledgement}). Only the newest cursor is saved, in the background, at most ten times a second, and at
 * once when the subscription ends. After a crash the app receives again the messages that it handled since the last
 * save.
 *
 * <p>The key consists of the client's URL (a hash in place of its query) and the topic. Two live subscriptions with the
 * same key would overwrite each other's cursor: give them clients with separate stores.
 *
 * <p>Called on background threads, for one key by one thread at a time, as long as the clients that share a store are
 * derived from one another. A load waits for the last save of the key's previous subscription. May block. An exception
 * is reported to {@link SubscriptionListener#onError} once until the store works again, and ends nothing. A failed {@link
 * #load} is retried after 100 ms to 10 s. The subscription does not start before a load succeeds, since it would miss
 * messages. A failed {@link #save} is retried after a second; once the subscription is over, it is not retried.
 */
public interface CursorStore {
    /**
     * Returns the cursor stored for a key; null or empty if there is none. Never returns a corrupt value: an implementation
     * moves it aside and throws once; later calls return null.
     *
     * @throws Exception when the cursor cannot be read or was moved aside
     */
    @Nullable
    String load(String key) throws Exception;

    /**
     * Replaces the cursor stored for a key.
     *
     * @param cursor the new cursor; null to delete the stored one
     * @throws Exception when the cursor cannot be stored
     */
    void save(String key, @Nullable String cursor) throws Exception;

    /**
     * Returns a store that keeps cursors in memory. For tests, and for clients that are built and closed within one
     * process.
     */
    static CursorStore inMemory() {
        return new MemoryCursorStore();
    }

    /**
     * Returns a store that keeps each cursor in its own file in a directory, which is created when missing. A save
     * replaces the file atomically and waits for the disk, so that after a power failure the file holds the old or the
     * new cursor. A truncated, changed or foreign file is renamed to {@code *.broken}; it is never trusted and never
     * silently overwritten. A key or cursor with half of a surrogate pair, and one of about 1 MiB or more, cannot be
     * saved. Only one process at a time may use a directory. Every user who can read the directory can
     * read the cursors.
     */
    static CursorStore inDirectory(Path directory) {
        return new FileCursorStore(directory);
    }
}
