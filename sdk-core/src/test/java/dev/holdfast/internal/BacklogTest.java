package dev.holdfast.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.Dropped;
import dev.holdfast.Limits;
import dev.holdfast.Overflow;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The queue's bounds to the message and to the byte, and which signals give way to others. */
class BacklogTest {
    private final Unacknowledged unacknowledged = new Unacknowledged();

    private Backlog backlog(Overflow.Kind kind, int messages, int bytes) {
        return new Backlog(kind, Limits.defaults().queue(messages, bytes), unacknowledged);
    }

    private static RealMessage message(String text) {
        return new RealMessage("a", null, null, text, text.length(), 0);
    }

    /** It is not acknowledged by way of a mailbox, and so needs no turn. */
    @SuppressWarnings("NullAway")
    private static TrackedMessage tracked(String text) {
        TrackedMessage message = new TrackedMessage(null, "a", null, null, text, text.length(), 0);
        message.key(m -> "key of " + text.charAt(0));
        return message;
    }

    private static List<String> drain(Backlog backlog) {
        List<String> seen = new ArrayList<>();
        for (Object entry = backlog.poll(); entry != null; entry = backlog.poll()) {
            if (entry instanceof RealMessage) seen.add(((RealMessage) entry).text());
            else if (entry instanceof Position) seen.add("@" + ((Position) entry).id);
            else if (entry instanceof Dropped) seen.add("dropped " + ((Dropped) entry).messages());
            else if (entry instanceof Throwable) seen.add("error " + ((Throwable) entry).getMessage());
            else seen.add(String.valueOf(entry));
        }
        return seen;
    }

    @Test
    void theLastByteAndTheLastMessageFit() {
        Backlog bytes = backlog(Overflow.Kind.BLOCK, 10, 10);
        assertThat(bytes.add(message("12345"))).isTrue();
        assertThat(bytes.full(5)).isFalse();
        assertThat(bytes.full(6)).isTrue();
        assertThat(bytes.add(message("123456"))).isFalse();
        assertThat(bytes.add(message("12345"))).isTrue();
        assertThat(bytes.add(message(""))).isTrue();
        assertThat(bytes.messages()).isEqualTo(3);
        Backlog count = backlog(Overflow.Kind.BLOCK, 2, 1000);
        assertThat(count.add(message("1"))).isTrue();
        assertThat(count.add(message("2"))).isTrue();
        assertThat(count.add(message("3"))).isFalse();
    }

    @Test
    void oneLargerThanTheQueueIsLetInAlone() {
        Backlog backlog = backlog(Overflow.Kind.BLOCK, 10, 4);
        assertThat(backlog.add(message("12345"))).isTrue();
        assertThat(backlog.add(message(""))).isFalse();
        assertThat(drain(backlog)).containsExactly("12345");
        assertThat(backlog.add(message("12345"))).isTrue();
    }

    @Test
    void whatWasTakenOutMakesRoomAgainAndAgain() {
        Backlog backlog = backlog(Overflow.Kind.BLOCK, 2, 10);
        for (int i = 0; i < 20; i++) {
            assertThat(backlog.add(message("12345"))).isTrue();
            assertThat(backlog.add(message("12345"))).isTrue();
            assertThat(drain(backlog)).hasSize(2);
            assertThat(backlog.crowded()).isFalse();
        }
    }

    @Test
    void halfFullIsNotCrowded() {
        Backlog count = backlog(Overflow.Kind.BLOCK, 4, 1000);
        count.add(message("1"));
        count.add(message("2"));
        assertThat(count.crowded()).isFalse();
        count.add(message("3"));
        assertThat(count.crowded()).isTrue();
        Backlog bytes = backlog(Overflow.Kind.BLOCK, 100, 10);
        bytes.add(message("12345"));
        assertThat(bytes.crowded()).isFalse();
        bytes.add(message("6"));
        assertThat(bytes.crowded()).isTrue();
    }

    @Test
    void positionsCountOnlyBesideMessages() {
        Backlog backlog = backlog(Overflow.Kind.BLOCK, 100, 10);
        backlog.add(new Position("123456"));
        assertThat(backlog.crowded()).isFalse();
        assertThat(backlog.full(100)).isFalse();
        backlog.add(message("1"));
        assertThat(backlog.crowded()).isTrue();
        assertThat(backlog.full(3)).isFalse();
        assertThat(backlog.full(4)).isTrue();
    }

    @Test
    void whatIsNotAcknowledgedCountsInBoth() {
        Backlog backlog = backlog(Overflow.Kind.BLOCK, 4, 10);
        unacknowledged.add(tracked("12"));
        unacknowledged.add(tracked("1"));
        assertThat(backlog.crowded()).isFalse();
        backlog.add(message("1"));
        assertThat(backlog.crowded()).isTrue();
        assertThat(backlog.full(6)).isFalse();
        assertThat(backlog.full(7)).isTrue();
        backlog.add(message("2"));
        assertThat(backlog.full(0)).isTrue();
    }

    @Test
    void whenAllThatIsInTheWayWasHandedOutTheNewestGoes() {
        for (Overflow.Kind kind : new Overflow.Kind[] {Overflow.Kind.DROP_OLDEST, Overflow.Kind.LATEST}) {
            Unacknowledged handedOut = new Unacknowledged();
            Backlog backlog = new Backlog(kind, Limits.defaults().queue(1, 1000), handedOut);
            TrackedMessage out = tracked("k1");
            handedOut.add(out);
            assertThat(backlog.add(tracked("k2"))).isTrue();
            assertThat(backlog.messages()).isZero();
            assertThat(backlog.dropped()).isEqualTo(1);
            out.acknowledge();
            handedOut.advance();
            assertThat(backlog.add(tracked("k3"))).isTrue();
            assertThat(backlog.dropped()).as("k2 is gone already").isEqualTo(1);
            assertThat(backlog.messages()).isEqualTo(1);
            assertThat(drain(backlog)).containsExactly("k3", "dropped 1");
        }
    }

    private static Handful hand(String... texts) {
        Handful hand = new Handful(message(texts[0]));
        for (int i = 1; i < texts.length; i++) hand.add(message(texts[i]), 0);
        return hand;
    }

    @Test
    void onlyWhatWouldHaveFittedPasses() {
        Backlog backlog = backlog(Overflow.Kind.BLOCK, 3, 10);
        assertThat(backlog.passes(hand("1", "2", "3"))).isTrue();
        assertThat(backlog.passes(hand("1", "2", "3", "4"))).isFalse();
        assertThat(backlog.passes(hand("12345", "12345"))).isTrue();
        assertThat(backlog.passes(hand("12345", "123456"))).isFalse();
        assertThat(backlog.passes(hand("a giant alone"))).isTrue();
        backlog.add(Continuity.FRESH);
        assertThat(backlog.passes(hand("1"))).isFalse();
    }

    @Test
    void ofPositionsInARowTheLastCounts() {
        Backlog backlog = backlog(Overflow.Kind.BLOCK, 10, 100);
        backlog.add(new Position("1"));
        backlog.add(new Position("2"));
        backlog.add(message("m"));
        backlog.add(new Position("3"));
        assertThat(drain(backlog)).containsExactly("@2", "m", "@3");
    }

    @Test
    void oneFaultIsHeardOfAtATime() {
        Backlog backlog = backlog(Overflow.Kind.BLOCK, 10, 100);
        backlog.add(new IllegalStateException("first"));
        backlog.add(new IllegalStateException("second"));
        assertThat(drain(backlog)).containsExactly("error first");
        backlog.add(new IllegalStateException("third"));
        assertThat(drain(backlog)).containsExactly("error third");
        backlog.add(new IllegalStateException("thrown away"));
        backlog.discard(false);
        backlog.add(new IllegalStateException("fourth"));
        assertThat(drain(backlog)).containsExactly("error fourth");
    }

    @Test
    void ofWordsInARowTheLastIsToldUnlessItWouldHideAGap() {
        Backlog backlog = backlog(Overflow.Kind.BLOCK, 10, 100);
        backlog.add(Continuity.FRESH);
        backlog.add(Continuity.RESUMED);
        backlog.add(Continuity.GAP);
        backlog.add(Continuity.GAP);
        backlog.add(Continuity.RESUMED);
        backlog.add(message("m"));
        backlog.add(Continuity.UNKNOWN);
        assertThat(drain(backlog)).containsExactly("GAP", "RESUMED", "m", "UNKNOWN");
    }

    @Test
    void aListenerThatNeverCatchesUpIsToldOfDropsAllTheSame() {
        Backlog backlog = backlog(Overflow.Kind.DROP_OLDEST, 4, 1000);
        for (int i = 0; i < 5; i++) backlog.add(message("m" + i));
        List<String> seen = new ArrayList<>();
        for (int i = 5; i < 9; i++) {
            seen.add(((RealMessage) backlog.poll()).text());
            backlog.add(message("m" + i));
        }
        assertThat(seen).containsExactly("m1", "m2", "m3", "m4");
        assertThat(((Dropped) backlog.poll()).messages()).isEqualTo(1);
        assertThat(((RealMessage) backlog.poll()).text()).isEqualTo("m5");
    }

    @Test
    void dropsAreToldBehindTheWordOnANewConnection() {
        Backlog backlog = backlog(Overflow.Kind.DROP_OLDEST, 10, 5);
        backlog.add(Continuity.FRESH);
        backlog.add(message("12345"));
        backlog.add(message("67890"));
        assertThat(drain(backlog)).containsExactly("FRESH", "dropped 1", "67890");
    }

    @Test
    void whatIsThrownAwayLeavesNoTrace() {
        Backlog backlog = backlog(Overflow.Kind.LATEST, 2, 1000);
        backlog.add(tracked("a1"));
        backlog.add(tracked("a2"));
        backlog.add(tracked("b1"));
        backlog.discard(true);
        assertThat(backlog.discarded()).isEqualTo(2);
        assertThat(backlog.messages()).isZero();
        backlog.add(tracked("a3"));
        assertThat(backlog.messages()).isEqualTo(1);
        assertThat(backlog.crowded()).isFalse();
        assertThat(drain(backlog)).containsExactly("a3", "dropped 1");
        backlog.add(tracked("a4"));
        backlog.add(tracked("a5"));
        backlog.discard(false); // nobody is to hear of what was shed
        assertThat(drain(backlog)).isEmpty();
    }

    @Test
    void onlyALastWordIsKept() {
        CloseReason end = CloseReason.fatal(CloseReason.Kind.CLOSED, "end");
        Backlog backlog = backlog(Overflow.Kind.BLOCK, 10, 100);
        backlog.add(message("m"));
        backlog.addLast(end);
        backlog.discard(true);
        assertThat(backlog.poll()).isSameAs(end);
        backlog.add(message("m"));
        backlog.discard(true);
        assertThat(backlog.isEmpty()).isTrue();
        backlog.addLast(end);
        backlog.discard(false);
        assertThat(backlog.isEmpty()).isTrue();
    }

    @Test
    void whatGaveWayTakesNoRoomAndIsShedOnce() {
        Backlog backlog = backlog(Overflow.Kind.LATEST, 2, 10);
        for (int i = 0; i < 50; i++) backlog.add(tracked("a" + i % 10));
        assertThat(backlog.messages()).isEqualTo(1);
        assertThat(backlog.full(8)).isFalse();
        assertThat(backlog.full(9)).isTrue();
        backlog.add(tracked("b1"));
        backlog.add(tracked("c1"));
        assertThat(backlog.messages()).isEqualTo(2);
        assertThat(backlog.dropped()).isEqualTo(50);
        assertThat(drain(backlog)).containsExactly("b1", "c1", "dropped 50");
    }

    @Test
    void whatGaveWayIsLetGo() {
        Backlog backlog = backlog(Overflow.Kind.LATEST, 2, 10);
        TrackedMessage first = tracked("a0");
        WeakReference<TrackedMessage> held = new WeakReference<>(first);
        backlog.add(first);
        first = null;
        for (int i = 0; i < 100; i++) backlog.add(tracked("a1"));
        for (int i = 0; i < 100 && held.get() != null; i++) System.gc();
        assertThat(held.get()).isNull();
        assertThat(backlog.messages()).isEqualTo(1);
    }
}
