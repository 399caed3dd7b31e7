package dev.holdfast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.reference.feed.Continuity;
import dev.holdfast.reference.feed.Event;
import dev.holdfast.reference.feed.EventId;
import dev.holdfast.reference.feed.Outlet;
import dev.holdfast.reference.feed.Reading;
import dev.holdfast.reference.feed.Topics;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A reader that only notes what it is told. */
final class Ear implements Outlet {
    final List<String> heard = new CopyOnWriteArrayList<>();
    final AtomicReference<EventId> first = new AtomicReference<>();
    final AtomicReference<EventId> place = new AtomicReference<>(new EventId(0, 0));

    static Ear of(Topics topics, String topic, @Nullable String cursor) {
        Ear ear = new Ear();
        topics.subscribe(new Reading(topic, cursor, ear));
        return ear;
    }

    @Override
    public void subscribed(Continuity continuity, EventId at) {
        heard.add(continuity.name());
        if (at != null) position(at);
    }

    @Override
    public void position(EventId at) {
        first.compareAndSet(null, at);
        place.set(at);
    }

    @Override
    public void message(Event event) {
        heard.add("message");
    }

    @Override
    public void ended(String reason, boolean retry, long afterMillis) {
        heard.add("ended " + reason);
    }

    @Override
    public boolean takeTurn(Runnable later) {
        return true;
    }

    @Override
    public void endTurn() {}

    @Override
    public int pageSize() {
        return 1000;
    }

    @Override
    public void flush() {}

    Ear hears(String... words) {
        Until.holds(() -> heard + " is heard", () -> heard.size() >= words.length);
        assertThat(heard).containsExactly(words);
        return this;
    }
}
