package dev.holdfast.internal.delivery;

import dev.holdfast.Continuity;
import dev.holdfast.internal.runtime.GuardedBy;
import java.util.Arrays;
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

    /**
     * Adds an entry. Of markers in a row only the last is kept; of continuities the last, and a gap before it. A marker
     * moves behind a continuity. So the entries between two messages stay few.
     */
    void add(Object entry) {
        Object last = entry instanceof RealMessage ? null : last();
        if (last instanceof CursorMarker && entry instanceof Continuity) {
            removeLast();
            add(entry);
            append(last);
        } else if (replaces(entry, last)) {
            removeLast();
            add(entry);
        } else {
            append(entry);
        }
    }

    private static boolean replaces(Object entry, @Nullable Object last) {
        if (entry instanceof CursorMarker) return last instanceof CursorMarker;
        boolean both = entry instanceof Continuity && last instanceof Continuity;
        return both && (last != Continuity.GAP || entry == Continuity.GAP);
    }

    private void append(Object entry) {
        if (size == entries.length) grow();
        entries[(head + size++) & (entries.length - 1)] = entry;
        markerBytes += markerBytes(entry);
    }

    private void addFirst(Object entry) {
        head = (head - 1) & (entries.length - 1);
        entries[head] = entry;
        size++;
        markerBytes += markerBytes(entry);
    }

    @Nullable
    private Object removeLast() {
        Object last = last();
        if (last == null) return null;
        entries[(head + --size) & (entries.length - 1)] = null;
        markerBytes -= markerBytes(last);
        return last;
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
        if (first() instanceof RealMessage) return (RealMessage) poll();
        RingBuffer events = new RingBuffer(); // those around the message, merged
        RealMessage message = null;
        for (Object next = first(); next != null; next = first()) {
            if (!(next instanceof RealMessage)) events.add(next);
            else if (message == null) message = (RealMessage) next;
            else break;
            poll();
        }
        for (Object event = events.removeLast(); event != null; event = events.removeLast()) addFirst(event);
        return message;
    }

    /** Returns true for a message that a newer one of its key has replaced. */
    static boolean isSuperseded(@Nullable Object entry) {
        return entry instanceof TrackedMessage && ((TrackedMessage) entry).isSuperseded();
    }

    /** Removes the superseded messages, and merges the entries that become neighbours. */
    void removeSuperseded() {
        int before = size;
        size = 0;
        markerBytes = 0;
        for (int i = 0; i < before; i++) {
            int at = (head + i) & (entries.length - 1);
            Object entry = entries[at];
            entries[at] = null;
            if (entry != null && !isSuperseded(entry)) add(entry);
        }
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
