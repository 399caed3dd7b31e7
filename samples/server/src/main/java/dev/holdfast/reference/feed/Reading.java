package dev.holdfast.reference.feed;

import org.jspecify.annotations.Nullable;

/** A subscription being served: first missed messages, page by page, then new ones. Guarded by its topic. */
public final class Reading {
    final String topicName;
    final @Nullable String cursor;
    final Outlet outlet;

    @Nullable
    Topic topic;

    EventId position = new EventId(0, 0);
    /** True if a gap was reported to the client. Holes in old messages are then not reported again. */
    boolean toldGap;

    int holes;
    boolean ended;

    /** Creates a reading of a topic, after a cursor if not null. */
    public Reading(String topicName, @Nullable String cursor, Outlet outlet) {
        this.topicName = topicName;
        this.cursor = cursor;
        this.outlet = outlet;
    }

    void begins(Continuity continuity, EventId place) {
        position = place;
        toldGap = continuity == Continuity.GAP;
        boolean known = continuity == Continuity.RESUMED && place.toString().equals(cursor);
        outlet.subscribed(continuity, known ? null : place);
    }

    /** Moves to a position up to which there is no message. */
    void moves(EventId place) {
        position = place;
        outlet.position(place);
    }

    void hears(Event event) {
        if (!event.id().isAfter(position)) return;
        position = event.id();
        outlet.message(event);
    }
}
