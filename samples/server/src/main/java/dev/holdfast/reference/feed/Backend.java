package dev.holdfast.reference.feed;

import java.util.List;

/**
 * The store of messages. {@link #open}, {@link #standing} and {@link #after} may block on the network and are called on
 * worker threads only.
 */
public interface Backend extends AutoCloseable {
    /** Starts the store and sets the topics to deliver to. Called once, before any other method. */
    void start(Topics topics);

    /** Publishes without blocking. Publications of one caller keep their order. */
    void publish(Publication publication);

    /** Returns the position after the newest message of a topic, from which delivery starts. */
    EventId open(String topic) throws UnavailableException;

    /** Reports that the topic now accepts deliveries, from the position returned by {@link #open}. */
    void opened(String topic);

    /** Returns the position that a new subscriber of a topic with this last position receives. */
    default EventId end(EventId last) {
        return last;
    }

    /** Returns whether this position is valid in every topic that still keeps older messages. */
    default boolean gave(EventId place) {
        return false;
    }

    /** Returns whether there was never a message between two positions of a topic. */
    default boolean adjoin(EventId earlier, EventId later) {
        return earlier.equals(later);
    }

    /** Reports that a topic was discarded with its messages up to that position. */
    default void letGo(EventId last) {}

    /**
     * Returns whether the store has messages that topics no longer keep. If not, the next two methods are not called.
     */
    boolean remembers();

    /** Evaluates a cursor. */
    Standing standing(String topic, EventId cursor) throws UnavailableException;

    /** Returns the messages after a position, at most {@code most}. */
    List<Event> after(String topic, EventId place, int most) throws UnavailableException;

    /** Returns whether the store is reachable, for the health check. */
    boolean reachable();

    /** Returns whether the store works, or will work once reachable. If false, the node must be restarted. */
    default boolean isFit() {
        return true;
    }

    @Override
    void close();
}
