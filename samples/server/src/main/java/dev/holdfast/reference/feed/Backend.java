package dev.holdfast.reference.feed;

import java.util.List;

/**
 * Where messages are put, and where they come from. {@link #open}, {@link #standing} and {@link #after} may wait for a
 * network and are called on workers only.
 */
public interface Backend extends AutoCloseable {
    /** Called once, before all else: where to deliver. */
    void start(Topics topics);

    /** Does not wait. Publications of one caller keep their order. */
    void publish(Publication publication);

    /** The place behind the newest message of a topic: from there on it is to be delivered. */
    EventId open(String topic) throws UnavailableException;

    /** The topic takes deliveries now, from where {@link #open} said. */
    void opened(String topic);

    /** What one who comes now is told of a topic whose last place this is: all that follows it is still to come. */
    default EventId end(EventId last) {
        return last;
    }

    /** Whether this is a place of any topic: what follows it in one is there if the topic keeps what is older. */
    default boolean gave(EventId place) {
        return false;
    }

    /** Whether no message ever was between two places of a topic, the earlier one first. */
    default boolean adjoin(EventId earlier, EventId later) {
        return earlier.equals(later);
    }

    /** A topic is let go with all that it kept, up to that place. */
    default void letGo(EventId last) {}

    /** Whether it has messages that topics no longer keep. If not, the next two are never called. */
    boolean remembers();

    /** What a cursor is worth. */
    Standing standing(String topic, EventId cursor) throws UnavailableException;

    /** The messages that follow a place, so many at most. */
    List<Event> after(String topic, EventId place, int most) throws UnavailableException;

    /** Whether it can be reached, for those who look after the server. */
    boolean reachable();

    /** Whether it still does its work, or would once it can be reached. If not, the node is of no use any more. */
    default boolean isFit() {
        return true;
    }

    @Override
    void close();
}
