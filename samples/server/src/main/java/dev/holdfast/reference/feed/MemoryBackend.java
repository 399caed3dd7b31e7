package dev.holdfast.reference.feed;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A store without persistence. The messages are in the topics themselves and lost with the process. */
public final class MemoryBackend implements Backend {
    /** Distinguishes this process's ids from those of an earlier one. */
    private final long epoch;

    /** One counter for all topics: a topic that is discarded and created again must not reuse an id. */
    private final AtomicLong counter = new AtomicLong();

    /** The position up to which discarded topics lost messages. A new topic may be one of them. */
    private final AtomicLong gone = new AtomicLong();

    private @Nullable Topics topics;

    /** Creates a store. The epoch is a time in milliseconds. */
    public MemoryBackend(long epoch) {
        this.epoch = epoch;
    }

    @Override
    public void start(Topics all) {
        topics = all;
    }

    @Override
    public void publish(Publication publication) {
        Topics all = topics;
        while (all != null) {
            Topic topic = all.topic(publication.topic());
            if (topic == null) break;
            topic.openAt(open(publication.topic())).forEach(reading -> reading.outlet.flush());
            EventId id = topic.deliver(last -> new Event(
                    new EventId(epoch, counter.incrementAndGet()), last, publication.event(), publication.data()));
            if (id != null) {
                publication.answer().stored(id);
                return;
            }
        }
        publication.answer().failed("The topic limit of this node is reached", true);
    }

    @Override
    public EventId open(String topic) {
        return new EventId(epoch, gone.get());
    }

    @Override
    public EventId end(EventId last) {
        return new EventId(epoch, counter.get());
    }

    @Override
    public boolean gave(EventId place) {
        return place.major() == epoch && place.minor() <= counter.get();
    }

    @Override
    public void letGo(EventId last) {
        gone.accumulateAndGet(last.minor(), Math::max);
    }

    @Override
    public void opened(String topic) {}

    @Override
    public boolean remembers() {
        return false;
    }

    @Override
    public Standing standing(String topic, EventId cursor) {
        throw new UnsupportedOperationException("Only the topics have this information");
    }

    @Override
    public List<Event> after(String topic, EventId place, int most) {
        throw new UnsupportedOperationException("Only the topics have this information");
    }

    @Override
    public boolean reachable() {
        return true;
    }

    @Override
    public void close() {}
}
