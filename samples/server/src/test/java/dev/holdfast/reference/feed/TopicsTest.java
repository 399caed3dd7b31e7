package dev.holdfast.reference.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** A reading between what a node keeps, what the store has, and what comes meanwhile; step by step. */
class TopicsTest {
    private final Store store = new Store();
    private final Deque<Runnable> work = new ArrayDeque<>();
    private long now;
    /** Whether the workers have all that they may have. */
    private boolean busy;

    private final Topics topics = new Topics(store, new Room(3, 1_000_000, 1_000_000), 2, this::work, () -> now);
    private final Ear ear = new Ear();

    private static EventId id(long minor) {
        return new EventId(7, minor);
    }

    private static Event event(long minor, long previous) {
        return new Event(id(minor), id(previous), null, "" + minor);
    }

    private void work(Runnable task) {
        if (busy) throw new RejectedExecutionException();
        work.add(task);
    }

    private void work() {
        while (!work.isEmpty()) work.remove().run();
    }

    private void append(long from, long to) {
        for (long i = from; i <= to; i++) {
            store.events.add(event(i, i - 1));
            topics.append("a", event(i, i - 1));
        }
    }

    /** What a store would say, as the test has it. */
    private static final class Store implements Backend {
        final List<Event> events = new ArrayList<>();
        Standing standing = new Standing(Continuity.RESUMED, id(0));
        boolean away;
        boolean broken;

        @Override
        public void start(Topics topics) {}

        @Override
        public void publish(Publication publication) {}

        @Override
        public EventId open(String topic) throws UnavailableException {
            if (broken) throw new IllegalStateException("planted");
            if (away) throw new UnavailableException(new IllegalStateException());
            return events.isEmpty() ? id(0) : events.get(events.size() - 1).id();
        }

        @Override
        public void opened(String topic) {}

        @Override
        public boolean remembers() {
            return true;
        }

        @Override
        public Standing standing(String topic, EventId cursor) throws UnavailableException {
            if (broken) throw new IllegalStateException("planted");
            if (away) throw new UnavailableException(new IllegalStateException());
            return standing;
        }

        @Override
        public List<Event> after(String topic, EventId place, int most) throws UnavailableException {
            if (broken) throw new IllegalStateException("planted");
            if (away) throw new UnavailableException(new IllegalStateException());
            return events.stream()
                    .filter(event -> event.id().isAfter(place))
                    .limit(most)
                    .toList();
        }

        @Override
        public boolean reachable() {
            return !away;
        }

        @Override
        public void close() {}
    }

    private static final class Ear implements Outlet {
        final List<String> heard = new ArrayList<>();
        final List<Runnable> waiting = new ArrayList<>();
        boolean full;
        int turns;
        int left;

        @Override
        public void subscribed(Continuity continuity, EventId place) {
            heard.add(continuity + (place == null ? "" : "@" + place.minor()));
        }

        @Override
        public void message(Event event) {
            heard.add("" + event.id().minor());
        }

        @Override
        public void ended(String reason, boolean retry, long afterMillis) {
            heard.add("ended" + (retry ? ", retry" : "") + (afterMillis > 0 ? " later" : ""));
        }

        @Override
        public void position(EventId place) {
            heard.add("@" + place.minor());
        }

        @Override
        public boolean takeTurn(Runnable later) {
            if (full) waiting.add(later);
            else turns++;
            return !full;
        }

        @Override
        public void leaveTurns() {
            left++;
        }

        @Override
        public void endTurn() {
            turns--;
        }

        @Override
        public int pageSize() {
            return 10_000;
        }

        @Override
        public void flush() {}
    }

    private Reading subscribe(String cursor) {
        Reading reading = new Reading("a", cursor, ear);
        topics.subscribe(reading);
        return reading;
    }

    @Test
    void aFreshReadingHearsWhatComes() {
        append(1, 2);
        subscribe(null);
        work();
        append(3, 4);

        assertThat(ear.heard).containsExactly("FRESH@2", "3", "4");
    }

    @Test
    void whoEndsWaitsForNoTurn() {
        ear.full = true;
        Reading reading = subscribe("7-0");
        work();
        assertThat(ear.waiting).hasSize(1);

        topics.unsubscribe(reading);

        assertThat(ear.left).isEqualTo(1);
    }

    /** Such as one that is just being opened, or that gets a reader at that moment. */
    @Test
    void whereTheOldestTopicCannotGoTheNextOneDoes() {
        topics.unsubscribe(subscribe(null));
        now++;
        Reading other = new Reading("b", null, ear);
        topics.subscribe(other);
        work.removeLast().run();
        topics.unsubscribe(other);

        assertThat(topics.topic("c")).isNotNull();
        assertThat(topics.topic("b")).isNotNull();
        assertThat(topics.size()).isEqualTo(2);
    }

    @Test
    void whatTheNodeHasIsNotAskedOfTheStore() {
        subscribe(null);
        work();
        append(1, 3);
        store.away = true;
        ear.heard.clear();
        subscribe("7-1");
        work();

        assertThat(ear.heard).containsExactly("RESUMED", "2", "3");
    }

    @Test
    void olderThingsComeFromTheStoreAndMeetWhatIsNew() {
        subscribe(null);
        work();
        append(1, 10);
        ear.heard.clear();
        store.standing = new Standing(Continuity.RESUMED, id(2));
        ear.full = true;
        subscribe("7-2");
        work();
        assertThat(ear.waiting).hasSize(1);
        append(11, 12);
        ear.heard.clear();
        ear.full = false;
        ear.waiting.forEach(Runnable::run);
        work();
        append(13, 13);

        assertThat(ear.heard).containsExactly("3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "13");
    }

    @Test
    void aHoleInWhatComesEndsThoseWhoWouldMissIt() {
        subscribe(null);
        work();
        append(1, 1);
        topics.append("a", event(5, 4));
        assertThat(ear.heard).containsExactly("FRESH@0", "1", "ended, retry");

        store.standing = new Standing(Continuity.GAP, id(4));
        store.events.clear();
        store.events.add(event(5, 4));
        subscribe("7-1");
        work();
        topics.append("a", event(6, 5));
        assertThat(ear.heard).endsWith("GAP@4", "5", "6");
    }

    @Test
    void aHoleInWhatIsOldEndsThoseWhoWereToldOfNone() {
        append(1, 9);
        store.events.remove(4);
        store.standing = new Standing(Continuity.RESUMED, id(2));
        subscribe("7-2");
        work();

        assertThat(ear.heard).containsExactly("RESUMED", "ended, retry");
    }

    @Test
    void aHoleThatWasToldIsNoNews() {
        append(1, 9);
        store.events.remove(4);
        store.standing = new Standing(Continuity.GAP, id(2));
        subscribe("7-2");
        work();

        assertThat(ear.heard).containsExactly("GAP@2", "3", "4", "6", "7", "8", "9");
    }

    @Test
    void aStoreThatForgotWhileAReadingCatchesUpIsToldToIt() {
        subscribe(null);
        work();
        append(1, 10);
        store.standing = new Standing(Continuity.RESUMED, id(2));
        ear.full = true;
        subscribe("7-2");
        work();
        ear.heard.clear();
        topics.restart("a", id(1));
        ear.full = false;
        ear.waiting.forEach(Runnable::run);
        work();

        assertThat(ear.heard).containsExactly("ended, retry", "ended, retry");
    }

    @Test
    void aStoreThatIsAwayIsToldAsLater() {
        store.away = true;
        subscribe(null);
        work();
        assertThat(ear.heard).containsExactly("ended, retry later");

        store.away = false;
        subscribe(null);
        work();
        assertThat(ear.heard).endsWith("FRESH@0");
    }

    @Test
    void whereTooMuchWaitsForTheStoreWhoComesIsToldSo() {
        busy = true;
        subscribe(null);
        assertThat(ear.heard).containsExactly("ended, retry later");

        busy = false;
        subscribe(null);
        work();
        append(1, 5);
        busy = true;
        subscribe("7-1");
        assertThat(ear.heard).endsWith("5", "ended, retry later");
    }

    @Test
    void whoWaitedForAPageAndFindsTheWorkersBusyIsToldSo() {
        subscribe(null);
        work();
        append(1, 10);
        store.standing = new Standing(Continuity.RESUMED, id(2));
        ear.full = true;
        subscribe("7-2");
        work();
        busy = true;
        // It has its turn by then.
        ear.turns++;
        ear.waiting.forEach(Runnable::run);

        assertThat(ear.heard).endsWith("RESUMED", "ended, retry later");
        assertThat(ear.turns).isZero();
    }

    @Test
    void aFaultEndsTheReadingsThatItMeetsAndNoOther() {
        store.broken = true;
        subscribe(null);
        work();
        assertThat(ear.heard).containsExactly("ended, retry later");

        store.broken = false;
        subscribe(null);
        work();
        append(1, 10);
        ear.heard.clear();
        store.broken = true;
        subscribe("7-2");
        work();
        append(11, 11);
        assertThat(ear.heard).containsExactly("ended, retry later", "11");

        // The same where it is met by a page.
        store.broken = false;
        store.standing = new Standing(Continuity.RESUMED, id(2));
        ear.full = true;
        subscribe("7-2");
        work();
        store.broken = true;
        ear.full = false;
        ear.turns++;
        ear.waiting.forEach(Runnable::run);
        work();
        assertThat(ear.heard).containsExactly("ended, retry later", "11", "RESUMED", "ended, retry later");
        assertThat(ear.turns).isZero();
    }

    @Test
    void eachPageIsOneTurn() {
        append(1, 200);
        store.standing = new Standing(Continuity.RESUMED, id(2));
        subscribe("7-2");
        work();

        assertThat(ear.heard).hasSize(199).endsWith("200");
        assertThat(ear.turns).isZero();
    }

    @Test
    void whoLeftHearsNothing() {
        Reading reading = subscribe(null);
        work();
        topics.unsubscribe(reading);
        append(1, 1);

        assertThat(ear.heard).containsExactly("FRESH@0");
    }

    @Test
    void topicsThatNobodyReadsAreLetGo() {
        Reading reading = subscribe(null);
        work();
        now = 100;
        topics.sweep(10);
        assertThat(topics.size()).isEqualTo(1);
        topics.unsubscribe(reading);
        topics.sweep(10);
        assertThat(topics.size()).isEqualTo(1);
        now = 111;
        topics.sweep(10);
        assertThat(topics.size()).isZero();
    }
}
