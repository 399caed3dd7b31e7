package dev.holdfast.reference;

import dev.holdfast.reference.feed.Backend;
import dev.holdfast.reference.feed.Event;
import dev.holdfast.reference.feed.EventId;
import dev.holdfast.reference.feed.Publication;
import dev.holdfast.reference.feed.Standing;
import dev.holdfast.reference.feed.Topics;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A store that answers no publish: the test does. It is of no use any more as soon as the test says so. */
record HoldingBackend(List<Publication> held, AtomicBoolean fit) implements Backend {
    HoldingBackend(List<Publication> held) {
        this(held, new AtomicBoolean(true));
    }

    @Override
    public void start(Topics topics) {}

    @Override
    public void publish(Publication publication) {
        held.add(publication);
    }

    @Override
    public EventId open(String topic) {
        return new EventId(0, 0);
    }

    @Override
    public void opened(String topic) {}

    @Override
    public boolean remembers() {
        return false;
    }

    @Override
    public Standing standing(String topic, EventId cursor) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Event> after(String topic, EventId place, int most) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean reachable() {
        return true;
    }

    @Override
    public boolean isFit() {
        return fit.get();
    }

    @Override
    public void close() {}
}
