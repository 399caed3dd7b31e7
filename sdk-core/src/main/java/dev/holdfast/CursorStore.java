package dev.holdfast;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the positions of subscriptions beyond the end of the process. A subscription without {@link
 * SubscriptionOptions#withCursor} begins behind the position that was kept for its key, and each acknowledged message moves it
 * (see {@link Acknowledgement}); saves are made in the background, the newest position only, at most ten a second, and
 * at once when the subscription ends. A process that dies sees the messages again that it had handled since the last save.
 *
 * <p>The key is made of the client's URL and the topic. Two live subscriptions of one key would move the same position:
 * give such subscriptions clients with stores of their own.
 *
 * <p>Called by background threads, for one key by one at a time. It may block. What it throws is told to {@link
 * SubscriptionListener#onError}, once until it works again. A failed {@link #load} is tried again, from 100 ms to 10 s
 * later, and the subscription does not begin before one has answered, since it would miss messages; a failed {@link
 * #save} is tried again with the next move.
 */
public interface CursorStore {
    /**
     * The position kept for a key, null where there is none. What cannot be trusted must not be answered: set it aside, and
     * throw once.
     *
     * @throws Exception when it cannot be read, or was set aside
     */
    @Nullable
    String load(String key) throws Exception;

    /**
     * Keeps a position in place of the one before.
     *
     * @param cursor null to forget it
     * @throws Exception when it cannot be kept
     */
    void save(String key, @Nullable String cursor) throws Exception;

    /** Keeps positions for as long as the store itself lives: for tests, and for clients that come and go in a process. */
    static CursorStore inMemory() {
        return new MemoryCursorStore();
    }

    /**
     * Keeps each position in a file of its own below a directory, which is made when it is missing. A save replaces the file
     * in one step and waits for the disk, so that a power cut leaves the position before or the new one; a file that is
     * torn, changed or not one of these is renamed to {@code .broken}, never trusted and never overwritten in silence. One
     * process at a time may use a directory. Positions are not secret to those who may read it.
     */
    static CursorStore inDirectory(Path directory) {
        return new FileCursorStore(directory);
    }
}
