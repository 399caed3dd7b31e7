package dev.holdfast.desktop.model;

import static dev.holdfast.ConnectionState.CLOSED;
import static dev.holdfast.ConnectionState.CONNECTED;
import static dev.holdfast.ConnectionState.CONNECTING;
import static dev.holdfast.ConnectionState.IDLE;
import static dev.holdfast.ConnectionState.RECONNECTING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseReason;
import dev.holdfast.ConnectionEvent;
import dev.holdfast.ConnectionState;
import dev.holdfast.Continuity;
import dev.holdfast.desktop.model.Band.Phase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final long SECOND = 1_000_000_000;
    private static final CloseReason RESET = CloseReason.retryable(CloseReason.Kind.NETWORK, "reset");
    private static final CloseReason SILENT = CloseReason.retryable(CloseReason.Kind.HEARTBEAT, "silent");

    private final Intake intake = new Intake();
    private final Timeline timeline = new Timeline(3 * SECOND);

    private void state(double at, ConnectionState current, int attempt, double delay, CloseReason reason) {
        Duration wait = delay < 0 ? null : Duration.ofMillis((long) (delay * 1000));
        ConnectionEvent event = ConnectionEvent.builder(IDLE, current)
                .connection("c", null)
                .attempt("c." + attempt, attempt)
                .delay(wait)
                .reason(reason)
                .build();
        intake.happening(new Happening.State((long) (at * SECOND), event));
    }

    private void takenUp(double at, Continuity continuity) {
        intake.happening(new Happening.TakenUp((long) (at * SECOND), "t", "c", continuity));
    }

    private Lane frame(double at) {
        timeline.apply(intake.drain(), (long) (at * SECOND));
        return timeline.lanes().get(0);
    }

    private static List<Phase> phases(Lane lane) {
        return lane.bands().stream().map(Band::phase).toList();
    }

    @Test
    void anOutageIsABackOffWithACountdownAndAnAttempt() {
        state(0, CONNECTING, 1, -1, null);
        state(1, CONNECTED, 1, -1, null);
        state(10, RECONNECTING, 1, 2, RESET);
        Lane lane = frame(11);
        assertThat(phases(lane)).containsExactly(Phase.CONNECTING, Phase.CONNECTED, Phase.BACK_OFF);
        assertThat(lane.nextAttempt()).isEqualTo(12 * SECOND);
        assertThat(lane.bands().get(2).note()).isEqualTo("NETWORK: reset");

        frame(12.5);
        assertThat(lane.phase()).isEqualTo(Phase.ATTEMPT);
        assertThat(lane.nextAttempt()).isEqualTo(Band.OPEN);
        assertThat(lane.bands().get(2).to())
                .as("the back-off ends when its time is up")
                .isEqualTo(12 * SECOND);

        state(13, CONNECTED, 2, -1, null);
        frame(14);
        assertThat(lane.phase()).isEqualTo(Phase.CONNECTED);
        assertThat(lane.bands().get(3).to()).isEqualTo(13 * SECOND);
    }

    @Test
    void anAttemptBetweenTwoFramesIsSeenAsWell() {
        state(0, CONNECTED, 1, -1, null);
        state(1, RECONNECTING, 1, 0.5, RESET);
        state(2, RECONNECTING, 2, 4, RESET);
        Lane lane = frame(3);
        assertThat(phases(lane)).containsExactly(Phase.CONNECTED, Phase.BACK_OFF, Phase.ATTEMPT, Phase.BACK_OFF);
        assertThat(lane.bands().get(2).from()).isEqualTo(SECOND * 3 / 2);
        assertThat(lane.attempt()).isEqualTo(2);
        assertThat(lane.outages()).as("one outage, however many attempts").hasSize(1);
    }

    @Test
    void aBackOffThatIsCutShortHasNoAttemptBeforeItsTime() {
        state(0, CONNECTED, 1, -1, null);
        state(1, RECONNECTING, 1, 30, RESET);
        state(2, CONNECTED, 1, -1, null);
        assertThat(phases(frame(3))).containsExactly(Phase.CONNECTED, Phase.BACK_OFF, Phase.CONNECTED);
    }

    @Test
    void whatBecameOfAnOutageIsKnownAfterwardsAndTheWorstCounts() {
        takenUp(0, Continuity.FRESH);
        state(0, CONNECTED, 1, -1, null);
        state(5, RECONNECTING, 1, 1, RESET);
        Lane lane = frame(6);
        assertThat(lane.outages()).containsExactly(new Outage(5 * SECOND, Band.OPEN, null, 0));
        state(7, CONNECTED, 2, -1, null);
        takenUp(7, Continuity.RESUMED);
        frame(7);
        assertThat(lane.outages()).containsExactly(new Outage(5 * SECOND, 7 * SECOND, Outage.Verdict.RESUMED, 1));
        takenUp(7.1, Continuity.GAP);
        takenUp(7.2, Continuity.RESUMED);
        frame(8);
        assertThat(lane.outages()).containsExactly(new Outage(5 * SECOND, 7 * SECOND, Outage.Verdict.GAP, 3));
        assertThat(lane.marks())
                .extracting(Mark::kind)
                .containsExactly(Mark.Kind.FRESH, Mark.Kind.RESUMED, Mark.Kind.GAP);
        assertThat(lane.marks().get(1).count())
                .as("two topics at once are one mark")
                .isEqualTo(2);
    }

    @Test
    void theFirstConnectionIsNoOutageHoweverOftenItFails() {
        state(0, CONNECTING, 1, -1, null);
        state(1, RECONNECTING, 2, 1, RESET);
        state(3, CONNECTED, 2, -1, null);
        takenUp(3, Continuity.FRESH);
        assertThat(frame(4).outages()).isEmpty();
    }

    @Test
    void aPeerThatWasGivenUpForSilenceWasSilentBefore() {
        state(0, CONNECTED, 1, -1, null);
        state(10, RECONNECTING, 1, 1, SILENT);
        Lane lane = frame(10);
        assertThat(phases(lane)).containsExactly(Phase.CONNECTED, Phase.SILENT, Phase.BACK_OFF);
        assertThat(lane.bands().get(1)).isEqualTo(new Band(Phase.SILENT, 7 * SECOND, 10 * SECOND, ""));
        assertThat(lane.outages().get(0).from()).isEqualTo(7 * SECOND);
    }

    @Test
    void silenceBeginsWithTheLastMessageAtTheEarliest() {
        state(0, CONNECTED, 1, -1, null);
        intake.message("t", null, null, "x", 0, 0);
        frame(8.5);
        state(10, RECONNECTING, 1, 1, SILENT);
        assertThat(frame(10).bands().get(1).from()).isEqualTo(SECOND * 17 / 2);
    }

    @Test
    void pausesEndsHeartbeatsAndCutsAreShown() {
        state(0, CONNECTED, 1, -1, null);
        intake.happening(new Happening.RoundTrip(SECOND, "c", 1_500_000));
        intake.happening(new Happening.Note(2 * SECOND, "server resets", true));
        state(3, IDLE, 1, -1, null);
        state(
                4,
                CLOSED,
                1,
                -1,
                CloseReason.fatal(CloseReason.Kind.HTTP_STATUS, "no").withCode(401));
        Lane lane = frame(5);
        assertThat(phases(lane)).containsExactly(Phase.CONNECTED, Phase.IDLE, Phase.CLOSED);
        assertThat(lane.bands().get(2).note()).isEqualTo("HTTP_STATUS 401: no");
        assertThat(lane.marks()).containsExactly(new Mark(Mark.Kind.HEARTBEAT, SECOND, 1, "1.5 ms"));
        assertThat(timeline.cuts()).extracting(Mark::note).containsExactly("server resets");
    }

    @Test
    void messagesRightAfterAResumeAreACatchUp() {
        intake.message("t", null, null, "x", 0, 0);
        timeline.apply(intake.drain(), 0);
        takenUp(1, Continuity.RESUMED);
        intake.message("t", null, null, "x", 0, 0);
        intake.message("t", null, null, "x", 0, 0);
        frame(1.1);
        Flow flow = timeline.flow();
        assertThat(flow.at(0)).isEqualTo(1);
        assertThat(flow.isCatchUp(0)).isFalse();
        assertThat(flow.at(SECOND * 11 / 10)).isEqualTo(2);
        assertThat(flow.isCatchUp(SECOND * 11 / 10)).isTrue();
        assertThat(flow.at(SECOND * 301)).as("five minutes later").isZero();
    }

    @Test
    void lanesBandsAndMarksAreBounded() {
        for (int i = 0; i < 2_000; i++) {
            state(i, CONNECTED, 1, -1, null);
            intake.happening(new Happening.RoundTrip(i * SECOND, "c", 1));
            frame(i);
        }
        assertThat(timeline.lanes().get(0).bands()).hasSizeLessThanOrEqualTo(500);
        assertThat(timeline.lanes().get(0).marks()).hasSizeLessThanOrEqualTo(500);
        for (int i = 0; i < 100; i++) intake.happening(new Happening.RoundTrip(0, "other" + i, 1));
        frame(2_001);
        assertThat(timeline.lanes()).hasSize(64);
    }
}
