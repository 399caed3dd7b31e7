package dev.holdfast.internal;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Messages that were handed out and not acknowledged, with the bare positions between them, in order. Under the mailbox's
 * lock.
 */
final class Unacknowledged {
    private final ArrayDeque<Object> entries = new ArrayDeque<>();
    private int messages;
    private long bytes;

    void add(TrackedMessage message) {
        entries.add(message);
        messages++;
        bytes += message.weight;
    }

    /** A position without a message. */
    void add(Position position) {
        if (entries.peekLast() instanceof Position) bytes -= size((Position) entries.removeLast());
        entries.add(position);
        bytes += size(position);
    }

    /** Takes out the longest run that is done with; answers the position behind it, null where it did not move. */
    @Nullable
    String advance() {
        String position = null;
        for (Object first = entries.peek(); first != null; first = entries.peek()) {
            String here;
            if (first instanceof TrackedMessage) {
                TrackedMessage message = (TrackedMessage) first;
                if (!message.acknowledged()) break;
                here = message.position();
                messages--;
                bytes -= message.weight;
            } else {
                here = ((Position) first).id;
                bytes -= here.length();
            }
            entries.remove();
            if (here != null) position = here;
        }
        return position;
    }

    private static int size(Position position) {
        return position.id.length();
    }

    int messages() {
        return messages;
    }

    long bytes() {
        return bytes;
    }
}
