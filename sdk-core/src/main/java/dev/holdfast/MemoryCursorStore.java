package dev.holdfast;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The store of {@link CursorStore#inMemory()}. */
final class MemoryCursorStore implements CursorStore {
    private final ConcurrentMap<String, String> cursors = new ConcurrentHashMap<>();

    @Override
    public @Nullable String load(String key) {
        return cursors.get(key);
    }

    @Override
    public void save(String key, @Nullable String cursor) {
        if (cursor == null) cursors.remove(key);
        else cursors.put(key, cursor);
    }
}
