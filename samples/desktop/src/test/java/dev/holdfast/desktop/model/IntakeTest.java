package dev.holdfast.desktop.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class IntakeTest {
    private final Intake intake = new Intake();

    private void message(String topic, String text) {
        intake.message(topic, null, null, text, 7, 0);
    }

    @Test
    void whatCameIsTakenOnceAndInOrder() {
        message("a", "1");
        message("b", "2");
        message("a", "3");
        Batch batch = intake.drain();
        assertThat(batch.entries()).extracting(Entry::text).containsExactly("1", "2", "3");
        assertThat(batch.entries()).extracting(Entry::number).containsExactly(1L, 2L, 3L);
        assertThat(batch.tallies().get("a").messages()).isEqualTo(2);
        assertThat(batch.tallies().get("a").newest().text()).isEqualTo("3");
        assertThat(intake.drain().messages()).isZero();
    }

    @Test
    void ofTooManyTheNewestStayAndTheRestIsCounted() {
        for (int i = 1; i <= 5_000; i++) message("a", "" + i);
        Batch batch = intake.drain();
        assertThat(batch.entries()).hasSize(2_000);
        assertThat(batch.entries().get(1_999).text()).isEqualTo("5000");
        assertThat(batch.notKept()).isEqualTo(3_000);
        assertThat(batch.messages()).isEqualTo(5_000);
        assertThat(batch.tallies().get("a").messages()).isEqualTo(5_000);
    }

    @Test
    void largeMessagesAreBoundedByTheirSize() {
        String large = "x".repeat(3 << 20);
        message("a", large);
        message("a", large);
        message("a", "small");
        Batch batch = intake.drain();
        assertThat(batch.entries()).hasSize(2);
        assertThat(batch.notKept()).isEqualTo(1);
        message("a", "x".repeat(9 << 20));
        assertThat(intake.drain().entries()).as("one message is always kept").hasSize(1);
    }

    @Test
    void valuesAreCollectedOfWhatIsChartedOnly() {
        message("a", "{\"x\":1}");
        intake.chart(Set.of(new Field("a", "x"), new Field("a", "missing")));
        message("a", "{\"x\":2,\"y\":3}");
        message("b", "{\"x\":4}");
        assertThat(intake.drain().points()).containsExactly(new Point(new Field("a", "x"), 7, 2));
    }

    @Test
    void fieldsAreLookedForNowAndThenByWhoeverBringsTheMessage() {
        long half = 500_000_000;
        intake.message("a", null, null, "{\"x\":1}", 0, 0);
        intake.message("a", null, null, "{\"soon\":1}", half - 1, 0);
        intake.message("b", null, null, "{\"y\":[1]}", half - 1, 0);
        assertThat(intake.drain().fields()).containsExactly(new Field("a", "x"), new Field("b", "y[0]"));
        intake.message("a", null, null, "{\"later\":1}", half, 0);
        assertThat(intake.drain().fields()).containsExactly(new Field("a", "later"));
        assertThat(intake.drain().fields()).isEmpty();
    }

    @Test
    void fieldsBetweenTwoFramesAreBounded() {
        for (int topic = 0; topic < 100; topic++) {
            intake.message("t" + topic, null, null, "[" + "1,".repeat(99) + "1]", 0, 0);
        }
        assertThat(intake.drain().fields()).hasSize(1_000);
    }

    @Test
    void eventsForWhichThereIsNoRoomAreCounted() {
        for (int i = 0; i < 1_010; i++) intake.happening(new Happening.Note(i, "note", false));
        Batch batch = intake.drain();
        assertThat(batch.happenings()).hasSize(1_000);
        assertThat(batch.missed()).isEqualTo(10);
        assertThat(intake.drain().missed()).isZero();
    }
}
