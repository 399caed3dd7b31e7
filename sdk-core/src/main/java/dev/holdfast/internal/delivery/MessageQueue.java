package dev.holdfast.internal.delivery;

import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.DroppedMessages;
import dev.holdfast.Limits;
import dev.holdfast.Overflow;
import dev.holdfast.internal.runtime.GuardedBy;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The queue of one listener: messages within the limits, and events between them, in order. Cursors without a message count
 * towards the limits too. So do unacknowledged messages, or the listener waits for their acknowledgement.
 */
@GuardedBy("Mailbox.lock")
final class MessageQueue {
    private static final int MAX_SUPERSEDED_ENTRIES = 64;

    private final RingBuffer ring = new RingBuffer();
    private final DropEpisode dropEpisode = new DropEpisode();
    private final Overflow.Kind overflow;
    /** The queued messages by key. A new message supersedes the queued message of the same key. */
    private final Map<Object, TrackedMessage> latest = new HashMap<>();

    private final UnackedMessages unacked;
    private final int maxMessages;
    private final int maxBytes;
    /** True if a new message pushes out old ones. Then what is not acknowledged has room of its own. */
    private final boolean keepsNewest;

    private int messages;
    private long bytes;
    private int superseded;
    /** The weight of superseded messages, and of markers that may have become neighbours since the last sweep. */
    private long looseBytes;

    private boolean errorQueued;
    private long dropped;
    private long discarded;

    /** Creates a queue. The messages in {@code unacked} take up room in it. */
    MessageQueue(Overflow.Kind overflow, Limits limits, UnackedMessages unacked) {
        this.overflow = overflow;
        this.unacked = unacked;
        this.maxMessages = limits.queueMessages();
        this.maxBytes = limits.queueBytes();
        this.keepsNewest = overflow == Overflow.Kind.LATEST || overflow == Overflow.Kind.DROP_OLDEST;
    }

    /** Adds a message. If full, returns false or drops this message or older ones, as the overflow policy states. */
    boolean add(RealMessage message) {
        if (overflow == Overflow.Kind.LATEST) supersedeOlder((TrackedMessage) message);
        if (isFull(message.weight)) {
            if (overflow == Overflow.Kind.BLOCK || overflow == Overflow.Kind.FAIL) return false;
            if (overflow == Overflow.Kind.DROP_NEWEST) {
                countDrop(message);
                return true;
            }
            while (isFull(message.weight)) dropOldest();
        }
        ring.add(message);
        messages++;
        bytes += message.weight;
        return true;
    }

    private void supersedeOlder(TrackedMessage message) {
        Object key = message.key();
        TrackedMessage before = key == null ? null : latest.put(key, message);
        if (before == null) return;
        before.markSuperseded();
        messages--;
        bytes -= before.weight;
        countDrop(before);
        // A superseded message stays in the ring until it is polled, or until such entries are most of the ring.
        looseBytes += before.weight;
        if (++superseded <= MAX_SUPERSEDED_ENTRIES + messages && looseBytes <= maxBytes / 4) return;
        ring.removeSuperseded();
        superseded = 0;
        looseBytes = 0;
    }

    /** Returns true if the message cannot be added without a drop or a failure. */
    boolean overflows(RealMessage message) {
        TrackedMessage before = overflow == Overflow.Kind.LATEST ? latest.get(((TrackedMessage) message).key()) : null;
        if (before == null) return isFull(message.weight);
        return messages > 1 && heldBytes() - before.weight + message.weight > maxBytes;
    }

    /** Returns true if a message of this weight does not fit. */
    boolean isFull(int size) {
        int all = heldMessages();
        // An empty queue accepts a message larger than the whole queue, because it would never fit otherwise.
        return all >= maxMessages || (all > 0 && heldBytes() + size > maxBytes);
    }

    /**
     * Returns true if the listener receives no further message before it acknowledges some. Otherwise the newest message
     * would find all the room taken by messages that cannot be dropped. After the end nothing new comes.
     */
    boolean awaitsAcknowledgement() {
        boolean full = unacked.messages() >= maxMessages || unacked.bytes() >= maxBytes;
        return full && keepsNewest && !(ring.last() instanceof CloseReason);
    }

    /** Returns true if a batch may bypass the queue: the ring is empty and the batch would fit. */
    boolean fitsUnqueued(MessageBatch batch) {
        boolean fits = batch.size() <= maxMessages && (batch.size() == 1 || batch.queueWeight() <= maxBytes);
        return fits && ring.isEmpty();
    }

    private void dropOldest() {
        RealMessage oldest = Objects.requireNonNull(ring.pollMessage()); // a full queue has one
        if (RingBuffer.isSuperseded(oldest)) {
            superseded--;
            return;
        }
        messageRemoved(oldest);
        countDrop(oldest);
    }

    /** Updates the counts for a message that left the queue. */
    private void messageRemoved(RealMessage message) {
        messages--;
        bytes -= message.weight;
        // A newer message of the same key stays.
        if (overflow == Overflow.Kind.LATEST) latest.remove(((TrackedMessage) message).key(), message);
    }

    private void countDrop(RealMessage message) {
        dropped++;
        dropEpisode.messageDropped(message.size);
    }

    /** Adds a marker. It replaces a marker at the end of the queue. */
    void add(CursorMarker marker) {
        looseBytes += marker.id.length();
        ring.add(marker);
    }

    /** Adds an error. Returns false, and does not add it, if another error is already queued. */
    boolean add(Throwable error) {
        if (errorQueued) return false;
        errorQueued = true;
        ring.add(error);
        return true;
    }

    /** Adds a continuity. Of several in a row only the last is kept, except that a gap is never replaced. */
    void add(Continuity continuity) {
        ring.add(continuity);
    }

    /** Adds the event after which nothing follows. */
    void addFinalEvent(Object finalEvent) {
        ring.add(finalEvent);
    }

    /** Returns true if the next entry is a message, and not a comment. */
    boolean isMessageNext() {
        for (; RingBuffer.isSuperseded(ring.first()); ring.poll()) superseded--;
        return ring.first() instanceof RealMessage && !RealMessage.isComment(ring.first());
    }

    /** Removes and returns the next entry; null if there is none. */
    @Nullable
    Object poll() {
        // A drop is reported in place of the next message, so a continuity keeps its place before it.
        int calm = overflow == Overflow.Kind.LATEST ? 0 : maxMessages / 2;
        DroppedMessages episode =
                ring.first() instanceof Continuity ? null : dropEpisode.endIfOver(messages, calm, maxMessages);
        if (episode != null) return episode;
        Object entry = ring.poll();
        for (; RingBuffer.isSuperseded(entry); entry = ring.poll()) superseded--;
        if (entry instanceof RealMessage) {
            messageRemoved((RealMessage) entry);
            dropEpisode.messageDelivered();
        } else if (entry instanceof Throwable) errorQueued = false;
        return entry;
    }

    /** Discards all entries. If {@code keepFinalEvent} is true, a close reason at the end is kept. */
    void discardAll(boolean keepFinalEvent) {
        Object last = ring.last();
        discarded += messages;
        ring.clear();
        latest.clear();
        errorQueued = false;
        superseded = 0;
        if (!keepFinalEvent) dropEpisode.reset(); // an unsubscribed listener receives no more calls
        messages = 0;
        bytes = 0;
        if (keepFinalEvent && last instanceof CloseReason) ring.add(last);
    }

    /** Counts accepted messages that were discarded outside the queue. */
    void addDiscarded(int more) {
        discarded += more;
    }

    /** Returns true if messages or bytes exceed half of their limit. */
    boolean isMoreThanHalfFull() {
        int all = heldMessages();
        return all > maxMessages / 2 || (all > 0 && heldBytes() > maxBytes / 2);
    }

    private int heldMessages() {
        return messages + (keepsNewest ? 0 : unacked.messages());
    }

    /** Returns the bytes held. Cursors count too: a server may send an id as large as a message between any two. */
    private long heldBytes() {
        return bytes + ring.markerBytes() + (keepsNewest ? 0 : unacked.bytes());
    }

    /**
     * Returns true if there is no entry to deliver and no drop to report. When unacknowledged messages take up all the
     * room, there may be only drops.
     */
    boolean isEmpty() {
        return ring.isEmpty() && !dropEpisode.isOpen();
    }

    /** Returns the number of queued messages, without superseded ones. */
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
