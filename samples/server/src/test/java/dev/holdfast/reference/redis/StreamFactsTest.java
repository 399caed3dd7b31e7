package dev.holdfast.reference.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.reference.feed.Continuity;
import dev.holdfast.reference.feed.EventId;
import dev.holdfast.reference.feed.Standing;
import org.junit.jupiter.api.Test;

/** What a cursor is worth, by what its stream says. */
class StreamFactsTest {
    private static final EventId NEVER = id(0);

    private static EventId id(long minor) {
        return new EventId(minor, 0);
    }

    private static Standing judge(long cursor, long last, long maxDeleted, long before) {
        return new StreamFacts(id(last), id(maxDeleted), before < 0 ? null : id(before), false).judge(id(cursor));
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
    void aBeginningFollowsNothing() {
        assertThat(new StreamFacts(id(9), NEVER, id(5), true).judge(id(5)).continuity())
                .isEqualTo(Continuity.GAP);
    }
}
