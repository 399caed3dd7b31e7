package dev.holdfast.reference.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.reference.feed.Continuity;
import dev.holdfast.reference.feed.EventId;
import dev.holdfast.reference.feed.Standing;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a cursor is worth, by what its stream says. */
class StreamFactsTest {
    private static final EventId NEVER = id(0);
    private static final Duration KEPT = Duration.ofSeconds(1);

    private static EventId id(long minor) {
        return new EventId(minor, 0);
    }

    private static Standing judge(long cursor, long last, long maxDeleted, long before) {
        return new StreamFacts(id(last), id(maxDeleted), before < 0 ? null : id(before), false).judge(id(cursor), KEPT);
    }

    @Test
    void whatFollowsTheCursorResumesIt() {
        assertThat(judge(5, 9, 0, 5)).isEqualTo(new Standing(Continuity.RESUMED, id(5)));
    }

    @Test
    void atTheEndNothingIsMissing() {
        assertThat(judge(9, 9, 0, -1)).isEqualTo(new Standing(Continuity.RESUMED, id(9)));
    }

    @Test
    void behindTheEndTheStreamIsAnother() {
        assertThat(judge(10, 9, 0, -1)).isEqualTo(new Standing(Continuity.GAP, id(9)));
    }

    @Test
    void atAnEndThatWasTrimmedAwaySomethingIsMissing() {
        assertThat(judge(5, 9, 0, -1)).isEqualTo(new Standing(Continuity.GAP, id(9)));
    }

    @Test
    void whatFollowsAnotherPlaceLeavesAGap() {
        assertThat(judge(5, 9, 0, 7)).isEqualTo(new Standing(Continuity.GAP, id(7)));
    }

    @Test
    void whatWasDeletedBehindTheCursorIsMissing() {
        assertThat(judge(5, 9, 8, 5)).isEqualTo(new Standing(Continuity.GAP, id(5)));
        assertThat(judge(5, 9, 5, 5)).isEqualTo(new Standing(Continuity.RESUMED, id(5)));
        assertThat(judge(5, 9, 3, 5)).isEqualTo(new Standing(Continuity.RESUMED, id(5)));
    }

    @Test
    void whatSomebodyElseWroteFollowsNothing() {
        assertThat(new StreamFacts(id(9), NEVER, id(5), true).judge(id(5), KEPT).continuity())
                .isEqualTo(Continuity.GAP);
    }

    /** Of a topic without a stream, in one of two lives of Redis. */
    private static EventId ground(long millis, long life) {
        return new EventId(millis, 90_000_000_000_000_000L + life);
    }

    @Test
    void whereThereIsNoStreamStillNothingIsMissing() {
        StreamFacts none = new StreamFacts(ground(1000, 1), NEVER, null, false);

        assertThat(none.judge(ground(1000, 1), KEPT)).isEqualTo(new Standing(Continuity.RESUMED, ground(1000, 1)));
        assertThat(none.judge(ground(0, 1), KEPT)).isEqualTo(new Standing(Continuity.RESUMED, ground(1000, 1)));
    }

    @Test
    void whereAStreamMayHaveComeAndGoneSomethingMayBeMissing() {
        StreamFacts none = new StreamFacts(ground(1001, 1), NEVER, null, false);

        assertThat(none.judge(ground(0, 1), KEPT).continuity()).isEqualTo(Continuity.GAP);
        assertThat(none.judge(ground(1002, 1), KEPT).continuity()).isEqualTo(Continuity.GAP);
        assertThat(none.judge(ground(1000, 2), KEPT).continuity()).isEqualTo(Continuity.GAP);
        assertThat(none.judge(id(1000), KEPT).continuity()).isEqualTo(Continuity.GAP);
    }

    @Test
    void whatFollowsNothingResumesThoseWhoWereThereBefore() {
        StreamFacts begun = new StreamFacts(id(2000), NEVER, ground(1001, 1), false);

        assertThat(begun.judge(ground(500, 1), KEPT)).isEqualTo(new Standing(Continuity.RESUMED, ground(1001, 1)));
        assertThat(begun.judge(ground(0, 1), KEPT).continuity()).isEqualTo(Continuity.GAP);
        assertThat(begun.judge(ground(500, 2), KEPT).continuity()).isEqualTo(Continuity.GAP);
        assertThat(begun.judge(id(500), KEPT).continuity()).isEqualTo(Continuity.GAP);
        StreamFacts trimmed = new StreamFacts(id(2000), NEVER, id(1500), false);
        assertThat(trimmed.judge(ground(500, 1), KEPT).continuity()).isEqualTo(Continuity.GAP);
    }
}
