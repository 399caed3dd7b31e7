package dev.holdfast.desktop.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseReason;
import dev.holdfast.SubscriptionState;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelTest {
    private static final long MILLI = 1_000_000;

    private final Intake intake = new Intake();
    private final Model model = new Model(intake, new Timeline(0));

    private void messages(String topic, int count, long nanos) {
        for (int i = 0; i < count; i++) intake.message(topic, null, null, "{\"x\":" + i + "}", nanos, 0);
    }

    @Test
    void aRowTellsLastValueRateLagCursorAndState() {
        model.add("a");
        for (int frame = 0; frame < 40; frame++) {
            messages("a", 5, frame * 50L * MILLI);
            TopicStatus status = new TopicStatus("a", SubscriptionState.SUBSCRIBED, "c7", 1, 2, 0);
            model.frame((frame * 50L + 3) * MILLI, List.of(status));
        }
        TopicRow row = model.rows().get(0);
        assertThat(row.newest().text()).isEqualTo("{\"x\":4}");
        assertThat(row.perSecond()).isEqualTo(100);
        assertThat(row.lag()).hasMillis(3);
        assertThat(row.messages()).isEqualTo(200);
        assertThat(row.status().cursor()).isEqualTo("c7");
        assertThat(row.status().state()).isEqualTo(SubscriptionState.SUBSCRIBED);
        assertThat(model.messages()).isEqualTo(200);
        assertThat(model.perSecond()).isEqualTo(100);
    }

    @Test
    void aRateFallsToNothingWhenNothingComes() {
        Rate rate = new Rate();
        rate.add(0, 50);
        assertThat(rate.perSecond(100 * MILLI)).isEqualTo(200);
        assertThat(rate.perSecond(1_900 * MILLI)).isEqualTo(25);
        assertThat(rate.perSecond(60_000 * MILLI)).isZero();
    }

    @Test
    void fieldsAreFoundPickedAndDrawn() {
        model.add("a");
        messages("a", 1, 0);
        model.frame(0, List.of());
        Field x = new Field("a", "x");
        assertThat(model.series().known()).containsExactly(x);
        assertThat(model.chart(x, true)).isTrue();
        messages("a", 3, MILLI);
        model.frame(2 * MILLI, List.of());
        assertThat(model.series().values(x, 0)).extracting(Point::value).containsExactly(0.0, 2.0);
        assertThat(model.series().values(x, 2 * MILLI)).isEmpty();
        model.chart(x, false);
        messages("a", 3, MILLI);
        model.frame(3 * MILLI, List.of());
        assertThat(model.series().values(x, 0)).isEmpty();
    }

    @Test
    void aLineKeepsItsPeaksHoweverManyValuesCame() {
        Field field = new Field("a", "x");
        Trace trace = new Trace();
        for (int i = 0; i < 1_000_000; i++) {
            double value = i == 654_321 ? 99 : i == 777_777 ? -99 : i % 7;
            trace.add(new Point(field, i * MILLI / 10, value));
        }
        assertThat(trace.since(0)).hasSizeLessThanOrEqualTo(1_300);
        assertThat(trace.since(0)).extracting(Point::value).contains(99.0, -99.0);
        assertThat(trace.since(0)).extracting(Point::nanos).isSorted();
        trace.add(new Point(field, 200_000 * MILLI, 1));
        trace.add(new Point(field, 200_001 * MILLI, 0.5));
        assertThat(trace.since(200_000 * MILLI)).extracting(Point::value).containsExactly(1.0, 0.5);
    }

    @Test
    void waitsForTheEventThreadAreSummedUp() {
        Latencies latencies = new Latencies();
        assertThat(latencies.millis(0.5)).isZero();
        assertThat(latencies.recentMillis()).isZero();
        latencies.add(900 * MILLI);
        for (int i = 1; i <= 99; i++) latencies.add(i * MILLI);
        assertThat(latencies.millis(0.5)).isEqualTo(51);
        assertThat(latencies.recentMillis()).isEqualTo(99);
        assertThat(latencies.toString()).isEqualTo("p50=51.0 ms p99=99.0 ms worst=900.0 ms of 100");
        for (int i = 0; i < 1_000; i++) latencies.add(MILLI);
        assertThat(latencies.recentMillis()).isEqualTo(1);
        assertThat(latencies.millis(1)).isEqualTo(1);
    }

    @Test
    void noMoreLinesThanCanBeToldApart() {
        for (int i = 0; i < Series.MOST_SHOWN; i++)
            assertThat(model.chart(new Field("a", "f" + i), true)).isTrue();
        assertThat(model.chart(new Field("a", "more"), true)).isFalse();
        assertThat(model.chart(new Field("a", "f0"), true))
                .as("is shown already")
                .isTrue();
        model.chart(new Field("a", "f0"), false);
        assertThat(model.chart(new Field("a", "more"), true)).isTrue();
    }

    @Test
    void aTopicThatIsRemovedTakesItsFieldsAlong() {
        model.add("a");
        model.add("b");
        messages("a", 1, 0);
        messages("b", 1, 0);
        model.frame(0, List.of());
        model.chart(new Field("a", "x"), true);
        model.remove("a");
        assertThat(model.rows()).extracting(TopicRow::topic).containsExactly("b");
        assertThat(model.series().known()).containsExactly(new Field("b", "x"));
        assertThat(model.series().shown()).isEmpty();
    }

    @Test
    void aMessageThatComesLateBringsNoFieldOfATopicThatIsGone() {
        model.add("a");
        messages("a", 1, 0);
        model.remove("a");
        model.frame(0, List.of());
        assertThat(model.series().known()).isEmpty();
    }

    @Test
    void endsAndNotesAreTold() {
        intake.happening(new Happening.Note(0, "server resets realtime", true));
        model.frame(0, List.of());
        assertThat(model.news()).isEqualTo("server resets realtime");
        intake.happening(
                new Happening.Ended(0, "a", CloseReason.fatal(CloseReason.Kind.SERVER, "There is no such topic")));
        model.frame(1, List.of());
        assertThat(model.news()).contains("a ended", "There is no such topic");
    }
}
