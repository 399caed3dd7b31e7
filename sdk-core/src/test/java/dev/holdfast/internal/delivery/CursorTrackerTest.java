package dev.holdfast.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Acknowledgement;
import dev.holdfast.Continuity;
import org.junit.jupiter.api.Test;

/** Tests received and handled cursors, duplicates and drop episodes without a mailbox. */
class CursorTrackerTest {
    private final UnackedMessages unacked = new UnackedMessages();

    private CursorTracker positions(Acknowledgement mode) {
        return new CursorTracker(mode, unacked);
    }

    /** A message whose acknowledgement does not go through a mailbox, so it needs no consumer. */
    @SuppressWarnings("NullAway")
    private static TrackedMessage message(String id) {
        return new TrackedMessage(null, "a", id, null, "12345", 5, 0);
    }

    @Test
    void anEmptyPositionForgetsBoth() {
        for (Acknowledgement mode : Acknowledgement.values()) {
            CursorTracker cursors = positions(mode);
            cursors.startAt("0");
            cursors.messageReceived("1");
            cursors.callbackReturned("1");
            cursors.moveReceived("");
            cursors.markerReached(new CursorMarker(""));
            assertThat(cursors.receivedCursor()).isNull();
            assertThat(cursors.handledCursor()).as("%s", mode).isNull();
        }
    }

    @Test
    void eachModeMovesAtItsTime() {
        CursorTracker receipt = positions(Acknowledgement.ON_RECEIPT);
        receipt.messageReceived("1");
        assertThat(receipt.handledCursor()).isEqualTo("1");
        receipt.messageReceived(null);
        assertThat(receipt.receivedCursor()).isEqualTo("1");
        receipt.callbackReturned("0");
        receipt.markerReached(new CursorMarker("0"));
        assertThat(receipt.handledCursor()).isEqualTo("1");
        assertThat(unacked.bytes()).isZero();
        CursorTracker onReturn = positions(Acknowledgement.ON_RETURN);
        onReturn.messageReceived("1");
        assertThat(onReturn.handledCursor()).isNull();
        onReturn.messageHandedOut(message("1"));
        onReturn.callbackReturned(null);
        assertThat(onReturn.handledCursor()).isNull();
        onReturn.callbackReturned("1");
        assertThat(onReturn.handledCursor()).isEqualTo("1");
        onReturn.markerReached(new CursorMarker("2"));
        assertThat(onReturn.handledCursor()).isEqualTo("2");
        assertThat(unacked.messages()).isZero();
        CursorTracker manual = positions(Acknowledgement.MANUAL);
        TrackedMessage message = message("1");
        manual.messageReceived("1");
        manual.messageHandedOut(message);
        manual.callbackReturned("1");
        manual.markerReached(new CursorMarker("2"));
        assertThat(manual.handledCursor()).isNull();
        message.markAcknowledged();
        manual.advanceAcknowledged();
        assertThat(manual.handledCursor()).isEqualTo("2");
    }

    @Test
    void whatIsNotAcknowledgedCountsToTheByte() {
        TrackedMessage first = message("1");
        TrackedMessage second = message(null);
        unacked.add(new CursorMarker("ab"));
        unacked.add(new CursorMarker("abc")); // of two markers in a row, the later one counts
        assertThat(unacked.bytes()).isEqualTo(3);
        unacked.add(first);
        unacked.add(new CursorMarker("xy"));
        unacked.add(second);
        assertThat(unacked.bytes()).isEqualTo(3 + 6 + 2 + 5);
        assertThat(unacked.messages()).isEqualTo(2);
        assertThat(unacked.advanceAcknowledged()).isEqualTo("abc");
        assertThat(unacked.bytes()).isEqualTo(6 + 2 + 5);
        second.markAcknowledged();
        assertThat(unacked.advanceAcknowledged()).isNull();
        first.markAcknowledged();
        assertThat(unacked.advanceAcknowledged()).isEqualTo("xy");
        assertThat(unacked.bytes()).isZero();
        assertThat(unacked.messages()).isZero();
        assertThat(unacked.advanceAcknowledged()).isNull();
    }

    @Test
    void whatMayComeTwiceIsLookedForFromAResumeToTheFirstNewId() {
        CursorTracker cursors = positions(Acknowledgement.ON_RETURN);
        cursors.messageReceived("1");
        cursors.messageReceived("");
        assertThat(cursors.isDuplicate("1")).isFalse();
        for (Continuity continuity : new Continuity[] {Continuity.RESUMED, Continuity.UNKNOWN}) {
            cursors.streamContinued(continuity);
            assertThat(cursors.mayRepeat()).isTrue();
            assertThat(cursors.isDuplicate(null)).isFalse();
            assertThat(cursors.isDuplicate("1")).isTrue();
            assertThat(cursors.isDuplicate("2")).isFalse();
            assertThat(cursors.mayRepeat()).isFalse();
            assertThat(cursors.isDuplicate("1")).isFalse();
        }
        for (Continuity continuity : new Continuity[] {Continuity.GAP, Continuity.FRESH}) {
            cursors.messageReceived("1");
            cursors.streamContinued(Continuity.RESUMED);
            cursors.streamContinued(continuity);
            assertThat(cursors.mayRepeat()).isFalse();
            cursors.streamContinued(Continuity.RESUMED);
            assertThat(cursors.mayRepeat()).as("ids from before the break").isFalse();
        }
    }

    @Test
    void theWindowHoldsTheLastThousandAndTwentyFour() {
        for (int count : new int[] {1, 7, 8, 9, 16, 17, 1023, 1024, 1025, 2048, 2500}) {
            DuplicateWindow window = new DuplicateWindow();
            for (int i = 0; i < count; i++) window.remember("id " + i);
            window.streamResumed();
            for (int i = Math.max(0, count - 1024); i < count; i++) {
                assertThat(window.isDuplicate("id " + i))
                        .as("%d of %d", i, count)
                        .isTrue();
            }
            if (count > 1024)
                assertThat(window.isDuplicate("id " + (count - 1025))).isFalse();
        }
    }

    @Test
    void theWindowBeginsAnewAfterABreak() {
        DuplicateWindow window = new DuplicateWindow();
        for (int i = 0; i < 1500; i++) window.remember("old " + i);
        window.streamBroken();
        for (int i = 0; i < 1024; i++) window.remember("new " + i);
        window.streamResumed();
        for (int i = 0; i < 1024; i++)
            assertThat(window.isDuplicate("new " + i)).isTrue();
        assertThat(window.isDuplicate("old 1499")).isFalse();
    }

    @Test
    void anIdThatIsTooLongIsNotRemembered() {
        DuplicateWindow window = new DuplicateWindow();
        window.remember("x".repeat(1024));
        window.remember("y".repeat(1025));
        window.streamResumed();
        assertThat(window.isDuplicate("x".repeat(1024))).isTrue();
        assertThat(window.isDuplicate("y".repeat(1025))).isFalse();
    }

    @Test
    void anEpisodeOfDropsEndsWhenItIsCalmOrAsManyWereDelivered() {
        DropEpisode episode = new DropEpisode();
        episode.messageDelivered(); // does not count before the first drop
        assertThat(episode.endIfOver(0, 5, 10)).isNull();
        episode.messageDropped(3);
        episode.messageDropped(4);
        assertThat(episode.endIfOver(6, 5, 1)).isNull();
        assertThat(episode.endIfOver(5, 5, 10).messages()).isEqualTo(2);
        assertThat(episode.endIfOver(5, 5, 10)).isNull();
        episode.messageDropped(3);
        episode.messageDelivered();
        assertThat(episode.endIfOver(6, 5, 2)).isNull();
        episode.messageDelivered();
        assertThat(episode.endIfOver(6, 5, 2).bytes()).isEqualTo(3);
        episode.messageDropped(1);
        episode.messageDelivered();
        episode.reset();
        assertThat(episode.endIfOver(0, 5, 1)).isNull();
        episode.messageDropped(1);
        assertThat(episode.endIfOver(6, 5, 1))
                .as("deliveries before the drop do not count")
                .isNull();
    }
}
