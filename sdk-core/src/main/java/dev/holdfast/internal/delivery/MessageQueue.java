package dev.holdfast.internal.delivery;

import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.DroppedMessages;
import dev.holdfast.Limits;
import dev.holdfast.Overflow;
import org.jspecify.annotations.Nullable;

/** What waits for one listener: messages within their bounds, and the signals between them. Under the mailbox's lock. */
final class MessageQueue {
    private static final int MAX_SUPERSEDED_ENTRIES = 64;

    private final RingBuffer ring = new RingBuffer();
    private final DropEpisode dropEpisode = new DropEpisode();
    private final Overflow.Kind overflow;
    private final LatestByKey latest = new LatestByKey();
    private final UnackedMessages unacked;
    private final int maxMessages;
    private final int maxBytes;
    private int messages;
    private long bytes;
    private int superseded;
    private boolean errorQueued;
    private long dropped;
    private long discarded;

    /** What was handed out and not {@code unacknowledged} takes up room as well. */
    MessageQueue(Overflow.Kind overflow, Limits limits, UnackedMessages unacked) {
        this.overflow = overflow;
        this.unacked = unacked;
        this.maxMessages = limits.queueMessages();
        this.maxBytes = limits.queueBytes();
    }

    /** Takes a message in, or sheds it or older ones as the overflow policy says; false when there is no room. */
    boolean add(RealMessage message) {
        if (overflow == Overflow.Kind.LATEST) supersedeOlder((TrackedMessage) message);
        if (isFull(message.weight)) {
            if (overflow == Overflow.Kind.BLOCK || overflow == Overflow.Kind.FAIL) return false;
            while (overflow != Overflow.Kind.DROP_NEWEST && messages > 0 && isFull(message.weight)) dropOldest();
            if (isFull(message.weight)) { // it is the newest, or all that is in the way was handed out
                if (overflow == Overflow.Kind.LATEST) latest.remove((TrackedMessage) message);
                countDrop(message);
                return true;
            }
        }
        ring.add(message);
        messages++;
        bytes += message.weight;
        return true;
    }

    private void supersedeOlder(TrackedMessage message) {
        TrackedMessage before = latest.put(message);
        if (before == null) return;
        messages--;
        bytes -= before.weight;
        countDrop(before);
        // It keeps its place in the ring until it comes up, or until such places are most of the ring.
        if (++superseded <= MAX_SUPERSEDED_ENTRIES + messages) return;
        ring.removeIf(MessageQueue::isSuperseded);
        superseded = 0;
    }

    private static boolean isSuperseded(@Nullable Object entry) {
        return entry instanceof TrackedMessage && ((TrackedMessage) entry).isSuperseded();
    }

    boolean isFull(int size) {
        int all = messages + unacked.messages();
        // A message larger than the whole queue is let in when it is alone, or it could never pass.
        return all >= maxMessages || (all > 0 && heldBytes() + size > maxBytes);
    }

    /** Whether messages may go by without being queued: nothing is before them, and they would have fitted. */
    boolean fitsUnqueued(MessageBatch batch) {
        boolean fits = batch.size() <= maxMessages && (batch.size() == 1 || batch.queueWeight() <= maxBytes);
        return fits && ring.isEmpty();
    }

    private void dropOldest() {
        RealMessage oldest = ring.pollMessage();
        if (oldest == null) throw new IllegalStateException("a full mailbox without a message");
        if (isSuperseded(oldest)) {
            superseded--;
            return;
        }
        messageRemoved(oldest);
        countDrop(oldest);
    }

    /** It waits no longer. */
    private void messageRemoved(RealMessage message) {
        messages--;
        bytes -= message.weight;
        if (overflow == Overflow.Kind.LATEST) latest.remove((TrackedMessage) message);
    }

    private void countDrop(RealMessage message) {
        dropped++;
        dropEpisode.messageDropped(message.size);
    }

    void add(CursorMarker marker) {
        if (ring.last() instanceof CursorMarker) ring.replaceLast(marker);
        else ring.add(marker);
    }

    /** One fault at a time is enough to hear of; answers whether it is this one. */
    boolean add(Throwable fault) {
        if (errorQueued) return false;
        errorQueued = true;
        ring.add(fault);
        return true;
    }

    /** Where connections come and go without a message, only the last word is told, unless that would hide a gap. */
    void add(Continuity continuity) {
        Object last = ring.last();
        if (last == Continuity.GAP && continuity == Continuity.GAP) return;
        if (last instanceof Continuity && last != Continuity.GAP) ring.replaceLast(continuity);
        else ring.add(continuity);
    }

    void addFinalEvent(Object lastWord) {
        ring.add(lastWord);
    }

    /** Whether the next entry is a message. */
    boolean isMessageNext() {
        for (; isSuperseded(ring.first()); ring.poll()) superseded--;
        return ring.first() instanceof RealMessage;
    }

    /** The next entry, null when there is none. */
    @Nullable
    Object poll() {
        // Told where the next message would come, so that the word on a new connection keeps its place.
        int calm = overflow == Overflow.Kind.LATEST ? 0 : maxMessages / 2;
        DroppedMessages over =
                ring.first() instanceof Continuity ? null : dropEpisode.endIfOver(messages, calm, maxMessages);
        if (over != null) return over;
        Object entry = ring.poll();
        for (; isSuperseded(entry); entry = ring.poll()) superseded--;
        if (entry instanceof RealMessage) {
            messageRemoved((RealMessage) entry);
            dropEpisode.messageDelivered();
        } else if (entry instanceof Throwable) errorQueued = false;
        return entry;
    }

    /** Throws everything away but a last word. */
    void discardAll(boolean keepLastWord) {
        Object last = ring.last();
        discarded += messages;
        ring.clear();
        latest.clear();
        errorQueued = false;
        superseded = 0;
        if (!keepLastWord) dropEpisode.reset(); // an unsubscribed listener hears nothing more
        messages = 0;
        bytes = 0;
        if (keepLastWord && last instanceof CloseReason) ring.add(last);
    }

    /** So many accepted messages were thrown away elsewhere. */
    void addDiscarded(int more) {
        discarded += more;
    }

    /** More than half full. */
    boolean isMoreThanHalfFull() {
        int all = messages + unacked.messages();
        return all > maxMessages / 2 || (all > 0 && heldBytes() > maxBytes / 2);
    }

    /** Positions count as well: a server may send an id as large as a message between any two. */
    private long heldBytes() {
        return bytes + ring.markerBytes() + unacked.bytes();
    }

    /** Whether there is nothing to deliver or to tell: where all room is handed out, drops may be all there is. */
    boolean isEmpty() {
        return ring.isEmpty() && !dropEpisode.isOpen();
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
