package dev.holdfast.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.DroppedMessages;
import dev.holdfast.Limits;
import dev.holdfast.Overflow;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests the queue's exact limits in messages and bytes, and the events that replace others. */
class MessageQueueTest {
    private final UnackedMessages unacked = new UnackedMessages();

    private MessageQueue backlog(Overflow.Kind kind, int messages, int bytes) {
        return new MessageQueue(kind, Limits.defaults().withQueue(messages, bytes), unacked);
    }

    private static RealMessage message(String text) {
        return new RealMessage("a", null, null, text, text.length(), 0);
    }

    /** A message whose acknowledgement does not go through a mailbox, so it needs no consumer. */
    @SuppressWarnings("NullAway")
    private static TrackedMessage tracked(String text) {
        TrackedMessage message = new TrackedMessage(null, "a", null, null, text, text.length(), 0);
        message.computeKey(m -> "key of " + text.charAt(0));
        return message;
    }

    private static List<String> drain(MessageQueue queue) {
        List<String> seen = new ArrayList<>();
        for (Object entry = queue.poll(); entry != null; entry = queue.poll()) {
            if (entry instanceof RealMessage) seen.add(((RealMessage) entry).text());
            else if (entry instanceof CursorMarker) seen.add("@" + ((CursorMarker) entry).id);
            else if (entry instanceof DroppedMessages) seen.add("dropped " + ((DroppedMessages) entry).messages());
            else if (entry instanceof Throwable) seen.add("error " + ((Throwable) entry).getMessage());
            else seen.add(String.valueOf(entry));
        }
        return seen;
    }

    @Test
    void theLastByteAndTheLastMessageFit() {
        MessageQueue bytes = backlog(Overflow.Kind.BLOCK, 10, 10);
        assertThat(bytes.add(message("12345"))).isTrue();
        assertThat(bytes.isFull(5)).isFalse();
        assertThat(bytes.isFull(6)).isTrue();
        assertThat(bytes.add(message("123456"))).isFalse();
        assertThat(bytes.add(message("12345"))).isTrue();
        assertThat(bytes.add(message(""))).isTrue();
        assertThat(bytes.messages()).isEqualTo(3);
        MessageQueue count = backlog(Overflow.Kind.BLOCK, 2, 1000);
        assertThat(count.add(message("1"))).isTrue();
        assertThat(count.add(message("2"))).isTrue();
        assertThat(count.add(message("3"))).isFalse();
    }

    @Test
    void oneLargerThanTheQueueIsLetInAlone() {
        MessageQueue queue = backlog(Overflow.Kind.BLOCK, 10, 4);
        assertThat(queue.add(message("12345"))).isTrue();
        assertThat(queue.add(message(""))).isFalse();
        assertThat(drain(queue)).containsExactly("12345");
        assertThat(queue.add(message("12345"))).isTrue();
    }

    @Test
    void whatWasTakenOutMakesRoomAgainAndAgain() {
        MessageQueue queue = backlog(Overflow.Kind.BLOCK, 2, 10);
        for (int i = 0; i < 20; i++) {
            assertThat(queue.add(message("12345"))).isTrue();
            assertThat(queue.add(message("12345"))).isTrue();
            assertThat(drain(queue)).hasSize(2);
            assertThat(queue.isMoreThanHalfFull()).isFalse();
        }
    }

    @Test
    void halfFullIsNotCrowded() {
        MessageQueue count = backlog(Overflow.Kind.BLOCK, 4, 1000);
        count.add(message("1"));
        count.add(message("2"));
        assertThat(count.isMoreThanHalfFull()).isFalse();
        count.add(message("3"));
        assertThat(count.isMoreThanHalfFull()).isTrue();
        MessageQueue bytes = backlog(Overflow.Kind.BLOCK, 100, 10);
        bytes.add(message("12345"));
        assertThat(bytes.isMoreThanHalfFull()).isFalse();
        bytes.add(message("6"));
        assertThat(bytes.isMoreThanHalfFull()).isTrue();
    }

    @Test
    void positionsCountOnlyBesideMessages() {
        MessageQueue queue = backlog(Overflow.Kind.BLOCK, 100, 10);
        queue.add(new CursorMarker("123456"));
        assertThat(queue.isMoreThanHalfFull()).isFalse();
        assertThat(queue.isFull(100)).isFalse();
        queue.add(message("1"));
        assertThat(queue.isMoreThanHalfFull()).isTrue();
        assertThat(queue.isFull(3)).isFalse();
        assertThat(queue.isFull(4)).isTrue();
    }

    @Test
    void whatIsNotAcknowledgedCountsInBoth() {
        MessageQueue queue = backlog(Overflow.Kind.BLOCK, 4, 10);
        unacked.add(tracked("12"));
        unacked.add(tracked("1"));
        assertThat(queue.isMoreThanHalfFull()).isFalse();
        queue.add(message("1"));
        assertThat(queue.isMoreThanHalfFull()).isTrue();
        assertThat(queue.isFull(6)).isFalse();
        assertThat(queue.isFull(7)).isTrue();
        queue.add(message("2"));
        assertThat(queue.isFull(0)).isTrue();
    }

    @Test
    void whenAllRoomIsHandedOutTheNewestIsDroppedOnlyByThePolicyThatSaysSo() {
        for (Overflow.Kind kind : Overflow.Kind.values()) {
            UnackedMessages handedOut = new UnackedMessages();
            MessageQueue queue = new MessageQueue(kind, Limits.defaults().withQueue(1, 1000), handedOut);
            TrackedMessage out = tracked("k1");
            handedOut.add(out);
            boolean added = queue.add(tracked("k2"));
            switch (kind) {
                case DROP_OLDEST, LATEST -> {
                    assertThat(queue.awaitsAcknowledgement()).isTrue();
                    queue.add(tracked("k3"));
                    assertThat(queue.messages()).isEqualTo(1);
                    out.markAcknowledged();
                    handedOut.advanceAcknowledged();
                    assertThat(queue.awaitsAcknowledgement()).isFalse();
                    assertThat(drain(queue)).containsExactlyInAnyOrder("dropped 1", "k3");
                }
                case DROP_NEWEST -> {
                    assertThat(added).isTrue();
                    assertThat(queue.awaitsAcknowledgement()).isFalse();
                    assertThat(drain(queue)).containsExactly("dropped 1");
                }
                default -> assertThat(added).as("%s", kind).isFalse();
            }
        }
    }

    @Test
    void afterTheEndNothingWaitsForAnAcknowledgement() {
        unacked.add(tracked("k1"));
        MessageQueue queue = backlog(Overflow.Kind.LATEST, 1, 1000);
        queue.add(tracked("k2"));
        assertThat(queue.awaitsAcknowledgement()).isTrue();
        queue.addFinalEvent(CloseReason.fatal(CloseReason.Kind.CLOSED, "end"));
        assertThat(queue.awaitsAcknowledgement()).isFalse();
    }

    private static MessageBatch hand(String... texts) {
        MessageBatch batch = new MessageBatch(message(texts[0]));
        for (int i = 1; i < texts.length; i++) batch.add(message(texts[i]), 0);
        return batch;
    }

    @Test
    void onlyWhatWouldHaveFittedPasses() {
        MessageQueue queue = backlog(Overflow.Kind.BLOCK, 3, 10);
        assertThat(queue.fitsUnqueued(hand("1", "2", "3"))).isTrue();
        assertThat(queue.fitsUnqueued(hand("1", "2", "3", "4"))).isFalse();
        assertThat(queue.fitsUnqueued(hand("12345", "12345"))).isTrue();
        assertThat(queue.fitsUnqueued(hand("12345", "123456"))).isFalse();
        assertThat(queue.fitsUnqueued(hand("a giant alone"))).isTrue();
        queue.add(Continuity.FRESH);
        assertThat(queue.fitsUnqueued(hand("1"))).isFalse();
    }

    @Test
    void ofPositionsInARowTheLastCounts() {
        MessageQueue queue = backlog(Overflow.Kind.BLOCK, 10, 100);
        queue.add(new CursorMarker("1"));
        queue.add(new CursorMarker("2"));
        queue.add(message("m"));
        queue.add(new CursorMarker("3"));
        assertThat(drain(queue)).containsExactly("@2", "m", "@3");
    }

    @Test
    void oneFaultIsHeardOfAtATime() {
        MessageQueue queue = backlog(Overflow.Kind.BLOCK, 10, 100);
        queue.add(new IllegalStateException("first"));
        queue.add(new IllegalStateException("second"));
        assertThat(drain(queue)).containsExactly("error first");
        queue.add(new IllegalStateException("third"));
        assertThat(drain(queue)).containsExactly("error third");
        queue.add(new IllegalStateException("thrown away"));
        queue.discardAll(false);
        queue.add(new IllegalStateException("fourth"));
        assertThat(drain(queue)).containsExactly("error fourth");
    }

    @Test
    void ofWordsInARowTheLastIsToldUnlessItWouldHideAGap() {
        MessageQueue queue = backlog(Overflow.Kind.BLOCK, 10, 100);
        queue.add(Continuity.FRESH);
        queue.add(Continuity.RESUMED);
        queue.add(Continuity.GAP);
        queue.add(Continuity.GAP);
        queue.add(Continuity.RESUMED);
        queue.add(message("m"));
        queue.add(Continuity.UNKNOWN);
        assertThat(drain(queue)).containsExactly("GAP", "RESUMED", "m", "UNKNOWN");
    }

    @Test
    void aListenerThatNeverCatchesUpIsToldOfDropsAllTheSame() {
        MessageQueue queue = backlog(Overflow.Kind.DROP_OLDEST, 4, 1000);
        for (int i = 0; i < 5; i++) queue.add(message("m" + i));
        List<String> seen = new ArrayList<>();
        for (int i = 5; i < 9; i++) {
            seen.add(((RealMessage) queue.poll()).text());
            queue.add(message("m" + i));
        }
        assertThat(seen).containsExactly("m1", "m2", "m3", "m4");
        assertThat(((DroppedMessages) queue.poll()).messages()).isEqualTo(1);
        assertThat(((RealMessage) queue.poll()).text()).isEqualTo("m5");
    }

    @Test
    void dropsAreToldBehindTheWordOnANewConnection() {
        MessageQueue queue = backlog(Overflow.Kind.DROP_OLDEST, 10, 5);
        queue.add(Continuity.FRESH);
        queue.add(message("12345"));
        queue.add(message("67890"));
        assertThat(drain(queue)).containsExactly("FRESH", "dropped 1", "67890");
    }

    @Test
    void whatIsThrownAwayLeavesNoTrace() {
        MessageQueue queue = backlog(Overflow.Kind.LATEST, 2, 1000);
        queue.add(tracked("a1"));
        queue.add(tracked("a2"));
        queue.add(tracked("b1"));
        queue.discardAll(true);
        assertThat(queue.discarded()).isEqualTo(2);
        assertThat(queue.messages()).isZero();
        queue.add(tracked("a3"));
        assertThat(queue.messages()).isEqualTo(1);
        assertThat(queue.isMoreThanHalfFull()).isFalse();
        assertThat(drain(queue)).containsExactly("a3", "dropped 1");
        queue.add(tracked("a4"));
        queue.add(tracked("a5"));
        queue.discardAll(false); // drops are not reported after unsubscribe
        assertThat(drain(queue)).isEmpty();
    }

    @Test
    void onlyALastWordIsKept() {
        CloseReason end = CloseReason.fatal(CloseReason.Kind.CLOSED, "end");
        MessageQueue queue = backlog(Overflow.Kind.BLOCK, 10, 100);
        queue.add(message("m"));
        queue.addFinalEvent(end);
        queue.discardAll(true);
        assertThat(queue.poll()).isSameAs(end);
        queue.add(message("m"));
        queue.discardAll(true);
        assertThat(queue.isEmpty()).isTrue();
        queue.addFinalEvent(end);
        queue.discardAll(false);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void whatGaveWayTakesNoRoomAndIsShedOnce() {
        MessageQueue queue = backlog(Overflow.Kind.LATEST, 2, 10);
        for (int i = 0; i < 50; i++) queue.add(tracked("a" + i % 10));
        assertThat(queue.messages()).isEqualTo(1);
        assertThat(queue.isFull(8)).isFalse();
        assertThat(queue.isFull(9)).isTrue();
        queue.add(tracked("b1"));
        queue.add(tracked("c1"));
        assertThat(queue.messages()).isEqualTo(2);
        assertThat(queue.dropped()).isEqualTo(50);
        assertThat(drain(queue)).containsExactly("b1", "c1", "dropped 50");
    }

    @Test
    void whatGaveWayIsLetGo() {
        MessageQueue queue = backlog(Overflow.Kind.LATEST, 2, 10);
        TrackedMessage first = tracked("a0");
        WeakReference<TrackedMessage> held = new WeakReference<>(first);
        queue.add(first);
        first = null;
        for (int i = 0; i < 100; i++) queue.add(tracked("a1"));
        for (int i = 0; i < 100 && held.get() != null; i++) System.gc();
        assertThat(held.get()).isNull();
        assertThat(queue.messages()).isEqualTo(1);
    }
}
