package dev.holdfast.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Acknowledgement;
import dev.holdfast.Continuity;
import org.junit.jupiter.api.Test;

/** What is taken in, what is done with, and what may come twice: without a mailbox around them. */
class PositionsTest {
    private final Unacknowledged unacknowledged = new Unacknowledged();

    private Positions positions(Acknowledgement mode) {
        return new Positions(mode, unacknowledged);
    }

    /** It is not acknowledged by way of a mailbox, and so needs no turn. */
    @SuppressWarnings("NullAway")
    private static TrackedMessage message(String id) {
        return new TrackedMessage(null, "a", id, null, "12345", 5, 0);
    }

    @Test
    void anEmptyPositionForgetsBoth() {
        for (Acknowledgement mode : Acknowledgement.values()) {
            Positions positions = positions(mode);
            positions.begin("0");
            positions.take("1");
            positions.returned("1");
            positions.moveTo("");
            positions.passed(new Position(""));
            assertThat(positions.taken()).isNull();
            assertThat(positions.done()).as("%s", mode).isNull();
        }
    }

    @Test
    void eachModeMovesAtItsTime() {
        Positions receipt = positions(Acknowledgement.ON_RECEIPT);
        receipt.take("1");
        assertThat(receipt.done()).isEqualTo("1");
        receipt.take(null);
        assertThat(receipt.taken()).isEqualTo("1");
        receipt.returned("0");
        receipt.passed(new Position("0"));
        assertThat(receipt.done()).isEqualTo("1");
        assertThat(unacknowledged.bytes()).isZero();
        Positions onReturn = positions(Acknowledgement.ON_RETURN);
        onReturn.take("1");
        assertThat(onReturn.done()).isNull();
        onReturn.begins(message("1"));
        onReturn.returned(null);
        assertThat(onReturn.done()).isNull();
        onReturn.returned("1");
        assertThat(onReturn.done()).isEqualTo("1");
        onReturn.passed(new Position("2"));
        assertThat(onReturn.done()).isEqualTo("2");
        assertThat(unacknowledged.messages()).isZero();
        Positions manual = positions(Acknowledgement.MANUAL);
        TrackedMessage message = message("1");
        manual.take("1");
        manual.begins(message);
        manual.returned("1");
        manual.passed(new Position("2"));
        assertThat(manual.done()).isNull();
        message.acknowledge();
        manual.acknowledged();
        assertThat(manual.done()).isEqualTo("2");
    }

    @Test
    void whatIsNotAcknowledgedCountsToTheByte() {
        TrackedMessage first = message("1");
        TrackedMessage second = message(null);
        unacknowledged.add(new Position("ab"));
        unacknowledged.add(new Position("abc")); // of two in a row the later one counts
        assertThat(unacknowledged.bytes()).isEqualTo(3);
        unacknowledged.add(first);
        unacknowledged.add(new Position("xy"));
        unacknowledged.add(second);
        assertThat(unacknowledged.bytes()).isEqualTo(3 + 6 + 2 + 5);
        assertThat(unacknowledged.messages()).isEqualTo(2);
        assertThat(unacknowledged.advance()).isEqualTo("abc");
        assertThat(unacknowledged.bytes()).isEqualTo(6 + 2 + 5);
        second.acknowledge();
        assertThat(unacknowledged.advance()).isNull();
        first.acknowledge();
        assertThat(unacknowledged.advance()).isEqualTo("xy");
        assertThat(unacknowledged.bytes()).isZero();
        assertThat(unacknowledged.messages()).isZero();
        assertThat(unacknowledged.advance()).isNull();
    }

    @Test
    void whatMayComeTwiceIsLookedForFromAResumeToTheFirstNewId() {
        Positions positions = positions(Acknowledgement.ON_RETURN);
        positions.take("1");
        positions.take("");
        assertThat(positions.seen("1")).isFalse();
        for (Continuity word : new Continuity[] {Continuity.RESUMED, Continuity.UNKNOWN}) {
            positions.continued(word);
            assertThat(positions.overlaps()).isTrue();
            assertThat(positions.seen(null)).isFalse();
            assertThat(positions.seen("1")).isTrue();
            assertThat(positions.seen("2")).isFalse();
            assertThat(positions.overlaps()).isFalse();
            assertThat(positions.seen("1")).isFalse();
        }
        for (Continuity word : new Continuity[] {Continuity.GAP, Continuity.FRESH}) {
            positions.take("1");
            positions.continued(Continuity.RESUMED);
            positions.continued(word);
            assertThat(positions.overlaps()).isFalse();
            positions.continued(Continuity.RESUMED);
            assertThat(positions.overlaps())
                    .as("nothing is left of what was before")
                    .isFalse();
        }
    }

    @Test
    void theWindowHoldsTheLastThousandAndTwentyFour() {
        for (int count : new int[] {1, 7, 8, 9, 16, 17, 1023, 1024, 1025, 2048, 2500}) {
            DuplicateWindow window = new DuplicateWindow();
            for (int i = 0; i < count; i++) window.remember("id " + i);
            window.resumed();
            for (int i = Math.max(0, count - 1024); i < count; i++) {
                assertThat(window.seen("id " + i)).as("%d of %d", i, count).isTrue();
            }
            if (count > 1024) assertThat(window.seen("id " + (count - 1025))).isFalse();
        }
    }

    @Test
    void theWindowBeginsAnewAfterABreak() {
        DuplicateWindow window = new DuplicateWindow();
        for (int i = 0; i < 1500; i++) window.remember("old " + i);
        window.broken();
        for (int i = 0; i < 1024; i++) window.remember("new " + i);
        window.resumed();
        for (int i = 0; i < 1024; i++) assertThat(window.seen("new " + i)).isTrue();
        assertThat(window.seen("old 1499")).isFalse();
    }

    @Test
    void anIdThatIsTooLongIsNotRemembered() {
        DuplicateWindow window = new DuplicateWindow();
        window.remember("x".repeat(1024));
        window.remember("y".repeat(1025));
        window.resumed();
        assertThat(window.seen("x".repeat(1024))).isTrue();
        assertThat(window.seen("y".repeat(1025))).isFalse();
    }

    @Test
    void anEpisodeOfDropsEndsWhenItIsCalmOrAsManyWereDelivered() {
        DropEpisode episode = new DropEpisode();
        episode.delivered(); // counts for nothing before the first drop
        assertThat(episode.end(0, 5, 10)).isNull();
        episode.dropped(3);
        episode.dropped(4);
        assertThat(episode.end(6, 5, 1)).isNull();
        assertThat(episode.end(5, 5, 10).messages()).isEqualTo(2);
        assertThat(episode.end(5, 5, 10)).isNull();
        episode.dropped(3);
        episode.delivered();
        assertThat(episode.end(6, 5, 2)).isNull();
        episode.delivered();
        assertThat(episode.end(6, 5, 2).bytes()).isEqualTo(3);
        episode.dropped(1);
        episode.delivered();
        episode.forget();
        assertThat(episode.end(0, 5, 1)).isNull();
        episode.dropped(1);
        assertThat(episode.end(6, 5, 1))
                .as("what was delivered before does not count")
                .isNull();
    }
}
