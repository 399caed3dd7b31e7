package dev.holdfast.internal;

import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.Dropped;
import dev.holdfast.Limits;
import dev.holdfast.Overflow;
import org.jspecify.annotations.Nullable;

/** What waits for one listener: messages within their bounds, and the signals between them. Under the mailbox's lock. */
final class Backlog {
    /** An id that came without a message: the handled position must not overtake messages before it. */
    static final class Position {
        final String id;

        Position(String id) {
            this.id = id;
        }
    }

    private final EntryRing ring = new EntryRing();
    private final DropEpisode episode = new DropEpisode();
    private final Overflow.Kind overflow;
    private final int maxMessages;
    private final int maxBytes;
    private int messages;
    private long bytes;
    private long dropped;
    private long discarded;

    Backlog(Overflow overflow, Limits limits) {
        this.overflow = overflow.kind();
        this.maxMessages = limits.queueMessages();
        this.maxBytes = limits.queueBytes();
    }

    /** Takes a message in, or sheds it or older ones as the overflow policy says; false when it must wait. */
    boolean add(RealMessage message) {
        if (full(message.weight)) {
            if (overflow == Overflow.Kind.BLOCK) return false;
            if (overflow == Overflow.Kind.DROP_NEWEST) {
                shed(message);
                return true;
            }
            while (full(message.weight)) shedOldest();
        }
        ring.add(message);
        messages++;
        bytes += message.weight;
        return true;
    }

    boolean full(int size) {
        // A message larger than the whole queue is let in when it is alone, or it could never pass.
        return messages >= maxMessages || (messages > 0 && bytes + size > maxBytes);
    }

    /** Whether messages may go by without being queued: nothing is before them, and they would have fitted. */
    boolean passes(Handful hand) {
        boolean fits = hand.size() <= maxMessages && (hand.size() == 1 || hand.weight() <= maxBytes);
        return fits && ring.isEmpty();
    }

    private void shedOldest() {
        RealMessage oldest = ring.pollMessage();
        if (oldest == null) throw new IllegalStateException("a full mailbox without a message");
        messages--;
        bytes -= oldest.weight;
        shed(oldest);
    }

    private void shed(RealMessage message) {
        dropped++;
        episode.dropped(message.size);
    }

    void add(Position position) {
        if (ring.last() instanceof Position) ring.replaceLast(position);
        else ring.add(position);
    }

    /** Where connections come and go without a message, only the last word is told, unless that would hide a gap. */
    void add(Continuity continuity) {
        Object last = ring.last();
        if (last == Continuity.GAP && continuity == Continuity.GAP) return;
        if (last instanceof Continuity && last != Continuity.GAP) ring.replaceLast(continuity);
        else ring.add(continuity);
    }

    void addLast(Object lastWord) {
        ring.add(lastWord);
    }

    /** The next entry, null when there is none. */
    @Nullable
    Object poll() {
        // Told where the next message would come, so that the word on a new connection keeps its place.
        Dropped over = ring.first() instanceof Continuity ? null : episode.end(messages, maxMessages);
        if (over != null) return over;
        Object entry = ring.poll();
        if (entry instanceof RealMessage) {
            messages--;
            bytes -= ((RealMessage) entry).weight;
            episode.delivered();
        }
        return entry;
    }

    /** Throws everything away but a last word. */
    void discard(boolean keepLastWord) {
        Object last = ring.last();
        discarded += messages;
        ring.clear();
        messages = 0;
        bytes = 0;
        if (keepLastWord && last instanceof CloseReason) ring.add(last);
    }

    /** So many accepted messages were thrown away elsewhere. */
    void discarded(int more) {
        discarded += more;
    }

    /** More than half full. */
    boolean crowded() {
        return messages > maxMessages / 2 || (messages > 0 && bytes > maxBytes / 2);
    }

    boolean isEmpty() {
        return ring.isEmpty();
    }

    int messages() {
        return messages;
    }

    long dropped() {
        return dropped;
    }

    long discarded() {
        return discarded;
    }
}
