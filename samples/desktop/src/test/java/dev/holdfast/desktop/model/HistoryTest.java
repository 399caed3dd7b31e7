package dev.holdfast.desktop.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private final History history = new History(4, 100);

    private static Entry entry(long number, String topic, String text) {
        return new Entry(number, topic, "id-" + number, null, text, 0, 0);
    }

    private void add(long notKept, Entry... entries) {
        history.add(
                new Batch(new ArrayList<>(List.of(entries)), notKept, Map.of(), List.of(), List.of(), List.of(), 0));
    }

    @Test
    void keepsTheNewestAndCountsTheOthers() {
        add(10, entry(11, "a", "x"), entry(12, "a", "y"), entry(13, "b", "z"));
        add(0, entry(14, "a", "v"), entry(15, "a", "w"));
        assertThat(history.all()).extracting(Entry::number).containsExactly(12L, 13L, 14L, 15L);
        assertThat(history.newest(2)).extracting(Entry::number).containsExactly(15L, 14L);
        assertThat(history.forgotten()).isEqualTo(11);
        history.clear();
        assertThat(history.size()).isZero();
        assertThat(history.forgotten()).isEqualTo(15);
    }

    @Test
    void isBoundedBySizeToo() {
        add(0, entry(1, "a", "x".repeat(60)), entry(2, "a", "y".repeat(60)));
        assertThat(history.all()).extracting(Entry::number).containsExactly(2L);
        add(0, entry(3, "a", "z".repeat(500)));
        assertThat(history.all()).extracting(Entry::number).containsExactly(3L);
    }

    @Test
    void isSearchedInPayloadTopicAndIdWhateverTheCase() {
        List<Entry> all = List.of(entry(1, "cpu", "{\"Load\":1}"), entry(2, "gc", "LOAD"), entry(3, "reload", "x"));
        assertThat(History.search(all, 9, "load")).extracting(Entry::number).containsExactly(3L, 2L, 1L);
        assertThat(History.search(all, 2, "LoAd")).hasSize(2);
        assertThat(History.search(all, 9, "id-2")).extracting(Entry::number).containsExactly(2L);
        assertThat(History.search(all, 9, "nowhere")).isEmpty();
    }

    @Test
    void placesAreFoundWithoutOverlaps() {
        assertThat(TextSearch.find("aAaa b AA", "aa", 9)).containsExactly(0, 2, 7);
        assertThat(TextSearch.find("aAaa b AA", "aa", 2)).hasSize(2);
        assertThat(TextSearch.find("anything", "", 9)).isEmpty();
    }
}
