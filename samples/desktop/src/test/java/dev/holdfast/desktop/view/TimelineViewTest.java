package dev.holdfast.desktop.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseReason;
import dev.holdfast.ConnectionEvent;
import dev.holdfast.ConnectionState;
import dev.holdfast.Continuity;
import dev.holdfast.desktop.model.Band.Phase;
import dev.holdfast.desktop.model.Happening;
import dev.holdfast.desktop.model.Intake;
import dev.holdfast.desktop.model.Model;
import dev.holdfast.desktop.model.Outage.Verdict;
import dev.holdfast.desktop.model.Timeline;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The time line as it is painted, without a window: each second has the colour of what happened in it. */
class TimelineViewTest {
    private static final long SECOND = 1_000_000_000;
    private static final int WIDTH = 1_200;
    private static final CloseReason RESET = CloseReason.retryable(CloseReason.Kind.NETWORK, "reset");

    private final Intake intake = new Intake();
    private final Timeline timeline = new Timeline(0);
    private final Model model = new Model(intake, timeline);
    private final TimelineView view = new TimelineView(new Theme());
    private final Palette palette = new Palette(false);
    private BufferedImage image;

    private void state(long second, ConnectionState current, int delaySeconds) {
        Duration delay = delaySeconds == 0 ? null : Duration.ofSeconds(delaySeconds);
        intake.happening(new Happening.State(
                second * SECOND,
                ConnectionEvent.builder(ConnectionState.IDLE, current)
                        .connection("c", null)
                        .attempt("c.1", 1)
                        .delay(delay)
                        .reason(delay == null ? null : RESET)
                        .build()));
    }

    private void takenUp(long second, Continuity continuity) {
        intake.happening(new Happening.TakenUp(second * SECOND, "t", "c", continuity));
    }

    /** A minute: connected, an outage that is resumed, connected, one with a gap, connected, and one under way. */
    @BeforeEach
    void paint() {
        state(5, ConnectionState.CONNECTED, 0);
        state(15, ConnectionState.RECONNECTING, 5);
        state(25, ConnectionState.CONNECTED, 0);
        takenUp(25, Continuity.RESUMED);
        state(35, ConnectionState.RECONNECTING, 5);
        state(45, ConnectionState.CONNECTED, 0);
        takenUp(45, Continuity.GAP);
        state(55, ConnectionState.RECONNECTING, 9);
        model.frame(60 * SECOND, List.of());
        view.frame(timeline, 60 * SECOND);
        view.setSize(WIDTH, view.getPreferredSize().height);
        image = new BufferedImage(WIDTH, view.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D out = image.createGraphics();
        out.setColor(palette.card());
        out.fillRect(0, 0, WIDTH, view.getHeight());
        view.paint(out);
        out.dispose();
    }

    private Color at(double second, int below) {
        TimelineLayout layout = new TimelineLayout(WIDTH, 60 * SECOND, 60);
        return new Color(image.getRGB(layout.x((long) (second * SECOND)), layout.laneTop(0) + below));
    }

    /** Below the words of the band. */
    private Color band(double second) {
        return at(second, 18);
    }

    private Color strip(double second) {
        return at(second, 26);
    }

    @Test
    void bandsHaveTheColoursOfTheirPhases() {
        assertThat(band(2)).as("before it all").isEqualTo(palette.card());
        for (double second : new double[] {8, 30, 50}) {
            assertThat(band(second)).as("connected at " + second).isEqualTo(palette.phase(Phase.CONNECTED));
        }
        for (double second : new double[] {17, 38, 57}) {
            assertThat(band(second)).as("back-off at " + second).isEqualTo(palette.phase(Phase.BACK_OFF));
        }
        for (double second : new double[] {22, 42}) {
            assertThat(band(second)).as("attempt at " + second).isEqualTo(palette.phase(Phase.ATTEMPT));
        }
    }

    @Test
    void stripsSayWhatBecameOfAnOutage() {
        assertThat(strip(20)).isEqualTo(palette.verdict(Verdict.RESUMED));
        assertThat(strip(40)).isEqualTo(palette.verdict(Verdict.GAP));
        assertThat(strip(58)).as("nobody knows yet").isEqualTo(palette.pending());
        assertThat(strip(12)).isEqualTo(palette.card());
    }

    @Test
    void whatIsLeftOfTheBackOffIsOnTheRightOfNow() {
        TimelineLayout layout = new TimelineLayout(WIDTH, 60 * SECOND, 60);
        assertThat(layout.x(64 * SECOND)).isBetween(layout.nowX() + 20, WIDTH - 1);
        assertThat(band(62)).isNotEqualTo(palette.card());
        assertThat(timeline.lanes().get(0).nextAttempt()).isEqualTo(64 * SECOND);
    }

    @Test
    void ofManyLanesThoseInSightArePainted() {
        for (int i = 0; i < 100; i++) {
            intake.happening(new Happening.State(
                    50 * SECOND,
                    ConnectionEvent.builder(ConnectionState.IDLE, ConnectionState.CONNECTED)
                            .connection("c" + i, null)
                            .attempt("c.1", 1)
                            .build()));
        }
        model.frame(61 * SECOND, List.of());
        view.frame(timeline, 61 * SECOND);
        assertThat(timeline.lanes()).hasSize(64);
        Graphics2D out = new BufferedImage(WIDTH, 200, BufferedImage.TYPE_INT_RGB).createGraphics();
        view.setSize(WIDTH, view.getPreferredSize().height);
        view.paint(out);
        out.dispose();
        assertThat(view.lanesPainted()).isEqualTo(4);
    }

    @Test
    void theSameIsSaidInWords() {
        assertThat(view.getAccessibleContext().getAccessibleDescription())
                .isEqualTo("all topics: back-off, 3 outages. ");
    }
}
