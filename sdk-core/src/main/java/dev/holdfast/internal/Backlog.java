package dev.holdfast.internal;

import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.Dropped;
import dev.holdfast.Limits;
import dev.holdfast.Overflow;
import org.jspecify.annotations.Nullable;

/** What waits for one listener: messages within their bounds, and the signals between them. Under the mailbox's lock. */
final class Backlog {
    private static final int KEPT_PLACES = 64;

    private final EntryRing ring = new EntryRing();
    private final DropEpisode episode = new DropEpisode();
    private final Overflow.Kind overflow;
    private final Latest latest = new Latest();
    private final Unacknowledged unacknowledged;
    private final int maxMessages;
    private final int maxBytes;
    private int messages;
    private long bytes;
    private int superseded;
    private boolean faulty;
    private long dropped;
    private long discarded;

    /** What was handed out and not {@code unacknowledged} takes up room as well. */
    Backlog(Overflow.Kind overflow, Limits limits, Unacknowledged unacknowledged) {
        this.overflow = overflow;
        this.unacknowledged = unacknowledged;
        this.maxMessages = limits.queueMessages();
        this.maxBytes = limits.queueBytes();
    }

    /** Takes a message in, or sheds it or older ones as the overflow policy says; false when there is no room. */
    boolean add(RealMessage message) {
        if (overflow == Overflow.Kind.LATEST) supersede((TrackedMessage) message);
        if (full(message.weight)) {
            if (overflow == Overflow.Kind.BLOCK || overflow == Overflow.Kind.FAIL) return false;
            while (overflow != Overflow.Kind.DROP_NEWEST && messages > 0 && full(message.weight)) shedOldest();
            if (full(message.weight)) { // it is the newest, or all that is in the way was handed out
                if (overflow == Overflow.Kind.LATEST) latest.remove((TrackedMessage) message);
                shed(message);
                return true;
            }
        }
        ring.add(message);
        messages++;
        bytes += message.weight;
        return true;
    }

    private void supersede(TrackedMessage message) {
        TrackedMessage before = latest.put(message);
        if (before == null) return;
        messages--;
        bytes -= before.weight;
        shed(before);
        // It keeps its place in the ring until it comes up, or until such places are most of the ring.
        if (++superseded <= KEPT_PLACES + messages) return;
        ring.removeIf(Backlog::isSuperseded);
        superseded = 0;
    }

    private static boolean isSuperseded(@Nullable Object entry) {
        return entry instanceof TrackedMessage && ((TrackedMessage) entry).superseded();
    }

    boolean full(int size) {
        int all = messages + unacknowledged.messages();
        // A message larger than the whole queue is let in when it is alone, or it could never pass.
        return all >= maxMessages || (all > 0 && held() + size > maxBytes);
    }

    /** Whether messages may go by without being queued: nothing is before them, and they would have fitted. */
    boolean passes(Handful hand) {
        boolean fits = hand.size() <= maxMessages && (hand.size() == 1 || hand.weight() <= maxBytes);
        return fits && ring.isEmpty();
    }

    private void shedOldest() {
        RealMessage oldest = ring.pollMessage();
        if (oldest == null) throw new IllegalStateException("a full mailbox without a message");
        if (isSuperseded(oldest)) {
            superseded--;
            return;
        }
        out(oldest);
        shed(oldest);
    }

    /** It waits no longer. */
    private void out(RealMessage message) {
        messages--;
        bytes -= message.weight;
        if (overflow == Overflow.Kind.LATEST) latest.remove((TrackedMessage) message);
    }

    private void shed(RealMessage message) {
        dropped++;
        episode.dropped(message.size);
    }

    void add(Position position) {
        if (ring.last() instanceof Position) ring.replaceLast(position);
        else ring.add(position);
    }

    /** One fault at a time is enough to hear of; answers whether it is this one. */
    boolean add(Throwable fault) {
        if (faulty) return false;
        faulty = true;
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

    void addLast(Object lastWord) {
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
        Dropped over = ring.first() instanceof Continuity ? null : episode.end(messages, calm, maxMessages);
        if (over != null) return over;
        Object entry = ring.poll();
        for (; isSuperseded(entry); entry = ring.poll()) superseded--;
        if (entry instanceof RealMessage) {
            out((RealMessage) entry);
            episode.delivered();
        } else if (entry instanceof Throwable) faulty = false;
        return entry;
    }

    /** Throws everything away but a last word. */
    void discard(boolean keepLastWord) {
        Object last = ring.last();
        discarded += messages;
        ring.clear();
        latest.clear();
        faulty = false;
        superseded = 0;
        if (!keepLastWord) episode.forget(); // an unsubscribed listener hears nothing more
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
        int all = messages + unacknowledged.messages();
        return all > maxMessages / 2 || (all > 0 && held() > maxBytes / 2);
    }

    /** Positions count as well: a server may send an id as large as a message between any two. */
    private long held() {
        return bytes + ring.positionBytes() + unacknowledged.bytes();
    }

    /** Whether there is nothing to deliver or to tell: where all room is handed out, drops may be all there is. */
    boolean isEmpty() {
        return ring.isEmpty() && !episode.isOpen();
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
