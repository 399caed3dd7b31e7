package dev.holdfast.internal.delivery;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Messages that were handed out and not acknowledged, with the bare positions between them, in order. Under the mailbox's
 * lock.
 */
final class UnackedMessages {
    private final ArrayDeque<Object> entries = new ArrayDeque<>();
    private int messages;
    private long bytes;

    void add(TrackedMessage message) {
        entries.add(message);
        messages++;
        bytes += message.weight;
    }

    /** A position without a message. */
    void add(CursorMarker marker) {
        if (entries.peekLast() instanceof CursorMarker) bytes -= sizeOf((CursorMarker) entries.removeLast());
        entries.add(marker);
        bytes += sizeOf(marker);
    }

    /** Takes out the longest run that is done with; answers the position behind it, null where it did not move. */
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
