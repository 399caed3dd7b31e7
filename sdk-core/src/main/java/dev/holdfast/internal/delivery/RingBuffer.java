package dev.holdfast.internal.delivery;

import dev.holdfast.internal.runtime.GuardedBy;
import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A growing ring of a mailbox's entries: messages, and the events and cursor markers between them. */
@GuardedBy("Mailbox.lock")
final class RingBuffer {
    private @Nullable Object[] entries = new Object[8];
    private int head;
    private int size;
    private long markerBytes;

    boolean isEmpty() {
        return size == 0;
    }

    void add(Object entry) {
        if (size == entries.length) grow();
        entries[(head + size++) & (entries.length - 1)] = entry;
        markerBytes += markerBytes(entry);
    }

    /** Returns the number of characters in the ids of all markers. */
    long markerBytes() {
        return markerBytes;
    }

    private static int markerBytes(@Nullable Object entry) {
        return entry instanceof CursorMarker ? ((CursorMarker) entry).id.length() : 0;
    }

    /** Removes and returns the next entry; null if empty. */
    @Nullable
    Object poll() {
        if (size == 0) return null;
        Object entry = entries[head];
        entries[head] = null;
        head = (head + 1) & (entries.length - 1);
        size--;
        markerBytes -= markerBytes(entry);
        return entry;
    }

    /** Removes and returns the oldest message; null if there is none. Other entries before it keep their order. */
    @Nullable
    RealMessage pollMessage() {
        int mask = entries.length - 1;
        for (int i = 0; i < size; i++) {
            Object entry = entries[(head + i) & mask];
            if (!(entry instanceof RealMessage)) continue;
            for (int j = i; j > 0; j--) entries[(head + j) & mask] = entries[(head + j - 1) & mask];
            entries[head] = null;
            head = (head + 1) & mask;
            size--;
            if (i > 0) mergeMarkers(i - 1);
            return (RealMessage) entry;
        }
        return null;
    }

    /** Keeps only the later one of two markers that became neighbours. */
    private void mergeMarkers(int before) {
        int mask = entries.length - 1;
        boolean both = entries[(head + before) & mask] instanceof CursorMarker
                && entries[(head + before + 1) & mask] instanceof CursorMarker;
        if (!both) return;
        markerBytes -= markerBytes(entries[(head + before) & mask]);
        for (int j = before; j > 0; j--) entries[(head + j) & mask] = entries[(head + j - 1) & mask];
        entries[head] = null;
        head = (head + 1) & mask;
        size--;
    }

    void removeIf(Predicate<@Nullable Object> unwanted) {
        int mask = entries.length - 1;
        int kept = 0;
        for (int i = 0; i < size; i++) {
            Object entry = entries[(head + i) & mask];
            if (!unwanted.test(entry)) entries[(head + kept++) & mask] = entry;
        }
        for (int i = kept; i < size; i++) entries[(head + i) & mask] = null;
        size = kept;
    }

    /** Returns the next entry; null if empty. */
    @Nullable
    Object first() {
        return entries[head];
    }

    /** Returns the entry added last; null if empty. */
    @Nullable
    Object last() {
        return size == 0 ? null : entries[(head + size - 1) & (entries.length - 1)];
    }

    void replaceLast(Object entry) {
        markerBytes += markerBytes(entry) - markerBytes(last());
        entries[(head + size - 1) & (entries.length - 1)] = entry;
    }

    void clear() {
        Arrays.fill(entries, null);
        head = 0;
        size = 0;
        markerBytes = 0;
    }

    private void grow() {
        Object[] more = new Object[entries.length * 2];
        int first = entries.length - head;
        System.arraycopy(entries, head, more, 0, first);
        System.arraycopy(entries, 0, more, first, head);
        entries = more;
        head = 0;
    }
}
