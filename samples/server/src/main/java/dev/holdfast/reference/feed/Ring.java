package dev.holdfast.reference.feed;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest messages of a topic without a hole. Also stores the position before the first message, to determine from
 * which positions it is complete. Not thread-safe.
 */
final class Ring {
    private final Room room;
    private Event[] slots = new Event[16];
    private int head;
    private int size;
    private long cost;
    /** The position from which this ring is complete. */
    private EventId floor;

    private EventId last;

    Ring(Room room, EventId floor) {
        this.room = room;
        this.floor = floor;
        last = floor;
    }

    EventId floor() {
        return floor;
    }

    EventId last() {
        return last;
    }

    /** Appends an event, which must follow the last one. */
    void append(Event event) {
        if (size == slots.length) grow();
        slots[(head + size) % slots.length] = event;
        size++;
        last = event.id();
        cost += event.cost();
        room.take(event.cost());
        while (size > 0 && room.isOver(size, cost)) dropOldest();
    }

    /** Returns the position of the oldest message, or null. */
    @Nullable
    EventId oldest() {
        return size == 0 ? null : at(0).id();
    }

    /** Drops the oldest messages, up to a position if not null, while over the limit. Returns {@link #oldest}. */
    @Nullable
    EventId dropOldest(@Nullable EventId upTo) {
        while (size > 0 && !room.isEased() && (upTo == null || !at(0).id().isAfter(upTo))) dropOldest();
        return oldest();
    }

    /** Drops all messages and restarts at that position. */
    void reset(EventId place) {
        room.give(cost);
        slots = new Event[16];
        head = 0;
        size = 0;
        cost = 0;
        floor = place;
        last = place;
    }

    /** Returns whether this ring certainly contains everything after that position. */
    boolean covers(EventId place) {
        if (place.equals(floor)) return true;
        int index = firstAfter(place);
        return index > 0 && at(index - 1).id().equals(place);
    }

    /**
     * Returns messages after that position, at most {@code most} and {@code bytes}, but at least one if there is one.
     */
    List<Event> after(EventId place, int most, int bytes) {
        List<Event> page = new ArrayList<>();
        int sum = 0;
        for (int i = firstAfter(place); i < size && page.size() < most; i++) {
            Event event = at(i);
            sum += event.cost();
            if (sum > bytes && !page.isEmpty()) break;
            page.add(event);
        }
        return page;
    }

    private int firstAfter(EventId place) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (at(middle).id().isAfter(place)) high = middle;
            else low = middle + 1;
        }
        return low;
    }

    private Event at(int index) {
        return slots[(head + index) % slots.length];
    }

    private void dropOldest() {
        Event oldest = slots[head];
        slots[head] = null;
        head = (head + 1) % slots.length;
        size--;
        cost -= oldest.cost();
        room.give(oldest.cost());
        floor = oldest.id();
    }

    private void grow() {
        Event[] larger = new Event[Math.min(2 * slots.length, room.messages() + 1)];
        for (int i = 0; i < size; i++) larger[i] = at(i);
        slots = larger;
        head = 0;
    }
}
