package dev.holdfast.reference.feed;

import org.jspecify.annotations.Nullable;

/** One subscription that is being served: first what it missed, page by page, then what comes. Guarded by its topic. */
public final class Reading {
    final String topicName;
    final @Nullable String cursor;
    final Outlet outlet;

    @Nullable
    Topic topic;

    EventId position = new EventId(0, 0);
    /** It was told that something is missing: holes in what is old are no news. */
    boolean toldGap;

    int holes;
    boolean ended;

    /** Of a topic, behind a cursor if there is one. */
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

    /** Nothing happened up to that place. */
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
