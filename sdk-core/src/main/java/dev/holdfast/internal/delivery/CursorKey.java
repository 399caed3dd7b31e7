package dev.holdfast.internal.delivery;

import dev.holdfast.CursorStore;
import dev.holdfast.internal.runtime.SerialExecutor;
import dev.holdfast.internal.runtime.SharedRuntime;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * One key of one cursor store. The subscriptions that use it, one after the other, share it, so that the store is called
 * for them one call at a time and in their order.
 */
final class CursorKey {
    final CursorStore store;
    final String name;
    /** Runs the calls of the store. */
    final SerialExecutor tasks;
    /** The latest that has loaded or was given its cursor. Accessed in tasks only. */
    @Nullable
    CursorSaver owner;

    private CursorKey(CursorStore store, String name, SerialExecutor tasks) {
        this.store = store;
        this.name = name;
        this.tasks = tasks;
    }

    /** Returns the key, which is the same object as long as somebody has it. */
    static CursorKey of(CursorStore store, String name, SharedRuntime runtime) {
        CursorKey fresh = new CursorKey(store, name, new SerialExecutor(runtime.workers));
        @Nullable Object found;
        do found = runtime.cursorKeys.computeIfAbsent(fresh, WeakReference::new).get();
        while (found == null); // collected since
        return (CursorKey) found;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CursorKey
                && store == ((CursorKey) other).store
                && name.equals(((CursorKey) other).name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }
}
