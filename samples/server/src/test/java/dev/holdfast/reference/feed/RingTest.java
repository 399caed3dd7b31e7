package dev.holdfast.reference.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a topic keeps, and for which places that is all that follows. */
class RingTest {
    private static EventId id(long minor) {
        return new EventId(7, minor);
    }

    private static Event event(long minor) {
        return new Event(id(minor), id(minor - 1), null, "\"" + minor + "\"");
    }

    private static Ring ring(Room room, int from, int to) {
        Ring ring = new Ring(room, id(from - 1));
        for (int i = from; i <= to; i++) ring.append(event(i));
        return ring;
    }

    private static List<Long> minors(List<Event> events) {
        return events.stream().map(event -> event.id().minor()).toList();
    }

    @Test
    void itKeepsTheNewestAndKnowsThePlaceBeforeThem() {
        Ring ring = ring(new Room(5, 1_000_000, 1_000_000), 1, 100);

        assertThat(ring.last()).isEqualTo(id(100));
        assertThat(ring.floor()).isEqualTo(id(95));
        assertThat(minors(ring.after(id(95), 10, 10_000))).containsExactly(96L, 97L, 98L, 99L, 100L);
        assertThat(ring.covers(id(94))).isFalse();
        assertThat(ring.covers(id(95))).isTrue();
        assertThat(ring.covers(id(100))).isTrue();
        assertThat(ring.covers(id(101))).isFalse();
    }

    @Test
    void aPlaceThatIsNoMessagesIsNotCovered() {
        Ring ring = new Ring(new Room(5, 1_000_000, 1_000_000), id(0));
        ring.append(new Event(id(10), id(0), null, "1"));
        ring.append(new Event(id(20), id(10), null, "2"));

        assertThat(ring.covers(id(15))).isFalse();
        assertThat(minors(ring.after(id(15), 10, 1000))).containsExactly(20L);
    }

    @Test
    void aPageIsBoundedButNeverEmptyForSize() {
        Ring ring = ring(new Room(50, 1_000_000, 1_000_000), 1, 20);

        assertThat(ring.after(id(3), 4, 1_000_000)).hasSize(4);
        assertThat(ring.after(id(3), 10, 1)).hasSize(1);
        assertThat(ring.after(id(20), 10, 1000)).isEmpty();
    }

    @Test
    void bytesAreBounded() {
        int cost = event(1).cost();

        assertThat(ring(new Room(100, 3L * cost + 10, 1_000_000), 1, 9).after(id(0), 100, 1_000_000))
                .hasSize(3);
    }

    @Test
    void whatOneGivesBackAnotherMayTake() {
        int cost = event(1).cost();
        Room shared = new Room(100, 1_000_000, 16L * cost);
        Ring first = ring(shared, 1, 9);
        Ring second = ring(shared, 1, 8);
        assertThat(shared.isOver()).isTrue();

        first.dropOldest(id(2));
        assertThat(shared.isOver()).isFalse();
        assertThat(first.oldest()).isEqualTo(id(3));
        first.reset(id(9));
        second.dropOldest(null);

        assertThat(first.oldest()).isNull();
        assertThat(second.after(id(0), 100, 1_000_000)).hasSize(8);
    }

    @Test
    void aMessageLargerThanAllRoomIsAPlaceOnly() {
        Ring ring = new Ring(new Room(100, 10, 1_000_000), id(0));
        ring.append(event(1));

        assertThat(ring.floor()).isEqualTo(id(1));
        assertThat(ring.after(id(0), 10, 1000)).isEmpty();
    }
}
