package dev.holdfast.reference.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is kept in memory, and of whom: names cost nothing, and where room is short the oldest messages go. */
class MemoryTest {
    private static final int COST = new Event(new EventId(7, 1), new EventId(7, 0), null, "1").cost();
    private static final int MOST_TOPICS = 3;

    private final MemoryBackend backend = new MemoryBackend(7);
    private final Room room = new Room(100, 1_000_000, 16L * COST + 20);
    private final Topics topics = new Topics(backend, room, MOST_TOPICS, Runnable::run, () -> 0);

    MemoryTest() {
        backend.start(topics);
    }

    private static final class Ear implements Outlet {
        final List<String> heard = new ArrayList<>();
        String place = "";

        @Override
        public void subscribed(Continuity continuity, EventId at) {
            heard.add(continuity.name());
            if (at != null) place = at.toString();
        }

        @Override
        public void position(EventId at) {
            place = at.toString();
        }

        @Override
        public void message(Event event) {
            String frame = event.frame(1);
            heard.add(frame.substring(frame.indexOf("\"data\":") + 7, frame.length() - 1));
            place = event.id().toString();
        }

        @Override
        public void ended(String reason, boolean retry, long afterMillis) {
            heard.add("ended");
        }

        @Override
        public boolean takeTurn(Runnable later) {
            return true;
        }

        @Override
        public void endTurn() {}

        @Override
        public int pageSize() {
            return 1_000_000;
        }

        @Override
        public void flush() {}
    }

    private Ear hear(String topic, String cursor) {
        Ear ear = new Ear();
        topics.unsubscribe(reading(topic, cursor, ear));
        return ear;
    }

    private Reading reading(String topic, String cursor, Ear ear) {
        Reading reading = new Reading(topic, cursor, ear);
        topics.subscribe(reading);
        return reading;
    }

    private void publish(String topic, int from, int to) {
        for (int i = from; i <= to; i++) {
            backend.publish(new Publication(topic, null, "" + i, new Publication.Answer() {
                @Override
                public void stored(EventId id) {}

                @Override
                public void failed(String reason, boolean retry) {
                    throw new AssertionError(reason);
                }
            }));
        }
    }

    @Test
    void namesThatNobodyPublishedToLeaveNothingAndPushNobodyOut() {
        publish("a", 1, 2);
        for (int i = 0; i < 1000; i++)
            assertThat(hear("unknown " + i, "7-0").heard).containsExactly("RESUMED");

        assertThat(topics.size()).isEqualTo(1);
        assertThat(hear("a", "7-0").heard).containsExactly("RESUMED", "1", "2");
    }

    @Test
    void aTopicThatIsPublishedToLaterIsResumedFromThePlaceBeforeIt() {
        publish("other", 1, 3);
        Ear early = hear("a", null);
        assertThat(early.heard).containsExactly("FRESH");
        assertThat(topics.size()).isEqualTo(1);
        publish("other", 4, 5);
        publish("a", 6, 7);

        assertThat(hear("a", early.place).heard).containsExactly("RESUMED", "6", "7");
        assertThat(hear("a", "7-6").heard).containsExactly("RESUMED", "7");
    }

    @Test
    void aTopicThatWasLetGoWithItsMessagesIsAGapForWhoMissedThem() {
        Ear early = hear("a", null);
        publish("a", 1, 1);
        Ear read = hear("a", early.place);
        publish("a", 2, 2);
        publish("b", 3, 3);
        publish("c", 4, 4);
        publish("d", 5, 5);
        assertThat(topics.size()).isEqualTo(MOST_TOPICS);

        Ear back = hear("a", read.place);
        assertThat(back.heard).containsExactly("GAP");
        publish("a", 6, 6);
        assertThat(hear("a", back.place).heard).containsExactly("RESUMED", "6");
    }

    @Test
    void aPlaceThatWasNeverGivenIsNone() {
        publish("a", 1, 1);

        assertThat(hear("a", "7-9").heard).containsExactly("GAP", "1");
        assertThat(hear("a", "8-0").heard).containsExactly("GAP", "1");
        assertThat(hear("b", "7-9").heard).containsExactly("GAP");
    }

    @Test
    void whereAllKeepTooMuchTheOldestOfAllGo() {
        publish("idle", 1, 8);
        publish("busy", 11, 18);
        assertThat(hear("idle", "7-0").heard).hasSize(9);

        publish("busy", 19, 19);

        // A sixteenth goes at once.
        assertThat(hear("idle", "7-0").heard).containsExactly("GAP", "3", "4", "5", "6", "7", "8");
        assertThat(hear("busy", "7-8").heard).hasSize(10).startsWith("RESUMED", "11");
        publish("busy", 20, 40);
        assertThat(hear("idle", "7-8").heard).containsExactly("RESUMED");
        assertThat(hear("busy", "7-0").heard)
                .startsWith("GAP")
                .endsWith("39", "40")
                .hasSizeBetween(16, 17);
    }

    @Test
    void theOldestGoAlsoWhereTopicsTakeTurns() {
        for (int i = 1; i <= 20; i++) publish(i % 2 == 0 ? "even" : "odd", i, i);

        List<String> even = hear("even", "7-0").heard;
        List<String> odd = hear("odd", "7-0").heard;
        assertThat(even).startsWith("GAP").endsWith("18", "20");
        assertThat(odd).startsWith("GAP").endsWith("17", "19");
        assertThat(Math.abs(even.size() - odd.size())).isLessThanOrEqualTo(1);
    }

    @Test
    void aMessageLargerThanAllRoomIsHeardAndNotKept() {
        Ear ear = new Ear();
        Reading reading = reading("a", null, ear);
        backend.publish(new Publication("a", null, "\"" + "x".repeat(17 * COST) + "\"", new Publication.Answer() {
            @Override
            public void stored(EventId id) {}

            @Override
            public void failed(String reason, boolean retry) {
                throw new AssertionError(reason);
            }
        }));
        topics.unsubscribe(reading);

        assertThat(ear.heard).hasSize(2);
        assertThat(hear("a", "7-0").heard).containsExactly("GAP");
    }
}
