package dev.holdfast.internal.delivery;

import dev.holdfast.internal.runtime.GuardedBy;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The messages passed to the listener and not acknowledged, with the cursor markers between them, in order. */
@GuardedBy("Mailbox.lock")
final class UnackedMessages {
    private final ArrayDeque<Object> entries = new ArrayDeque<>();
    private int messages;
    private long bytes;

    void add(TrackedMessage message) {
        entries.add(message);
        messages++;
        bytes += message.weight;
    }

    /** Adds a marker. It replaces a marker at the end. */
    void add(CursorMarker marker) {
        if (entries.peekLast() instanceof CursorMarker) bytes -= sizeOf((CursorMarker) entries.removeLast());
        entries.add(marker);
        bytes += sizeOf(marker);
    }

    /**
     * Removes acknowledged messages and markers from the front, up to the first unacknowledged message. Returns the
     * last cursor among them; null if the cursor did not move.
     */
    @Nullable
    String advanceAcknowledged() {
        String position = null;
        for (Object first = entries.peek(); first != null; first = entries.peek()) {
            String here;
            if (first instanceof TrackedMessage) {
                TrackedMessage message = (TrackedMessage) first;
                if (!message.isAcknowledged()) break;
                here = message.position();
                messages--;
                bytes -= message.weight;
            } else {
                here = ((CursorMarker) first).id;
                bytes -= here.length();
            }
            entries.remove();
            if (here != null) position = here;
        }
        return position;
    }

    private static int sizeOf(CursorMarker marker) {
        return marker.id.length();
    }

    int messages() {
        return messages;
    }

    long bytes() {
        return bytes;
    }
}
