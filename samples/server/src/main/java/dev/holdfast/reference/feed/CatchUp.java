package dev.holdfast.reference.feed;

import java.util.List;

/** The delivery of missed messages to readings, page by page, from the node's history or the store. Runs on workers. */
final class CatchUp {
    /** The number of messages in a page. */
    static final int PAGE = 64;

    static final Step OVER = new Step(Kind.OVER, List.of());
    static final Step IN_STORE = new Step(Kind.IN_STORE, List.of());
    static final Step HOLE = new Step(Kind.HOLE, List.of());

    private enum Kind {
        /** Nothing to do: the reading has ended or is live. */
        OVER,
        HERE,
        IN_STORE,
        /** A hole was found after the continuity was sent to the reading. */
        HOLE
    }

    record Step(Kind kind, List<Event> page) {
        static Step of(List<Event> page) {
            return new Step(Kind.HERE, page);
        }
    }

    private final Topic topic;
    private final Topics topics;

    CatchUp(Topic topic, Topics topics) {
        this.topic = topic;
        this.topics = topics;
    }

    void lookUp(Reading reading, EventId cursor) {
        try {
            Standing standing = topics.backend().standing(topic.name(), cursor);
            if (!topic.beginAt(reading, standing)) return;
        } catch (UnavailableException | RuntimeException e) {
            topic.fails(reading, e);
            return;
        }
        reading.outlet.flush();
        run(reading);
    }

    /**
     * Delivers pages at the connection's speed. One run at a time per reading, and one page at a time per connection.
     */
    void run(Reading reading) {
        boolean more = true;
        while (more) more = reading.outlet.takeTurn(() -> goOn(reading)) && page(reading);
    }

    private void goOn(Reading reading) {
        boolean taken = topics.work(() -> {
            if (page(reading)) run(reading);
        });
        if (taken) return;
        reading.outlet.endTurn();
        topic.end(reading, Ends.BUSY, Ends.later());
    }

    /** Delivers the next page during the reading's turn. Returns whether there may be a further page. */
    private boolean page(Reading reading) {
        try {
            Step step = topic.step(reading);
            if (step.kind == Kind.OVER) return false;
            List<Event> page = step.kind == Kind.IN_STORE ? fetch(reading) : step.page;
            if (page.isEmpty()) {
                topic.end(reading, Ends.LOST, 0);
                return false;
            }
            page.forEach(reading::hears);
            reading.outlet.flush();
            return true;
        } catch (UnavailableException | RuntimeException e) {
            topic.fails(reading, e);
            return false;
        } finally {
            reading.outlet.endTurn();
        }
    }

    /** Fetches a page from the store. Empty if a message is missing and no gap was reported to the reading. */
    private List<Event> fetch(Reading reading) throws UnavailableException {
        if (!topics.backend().remembers()) return List.of();
        List<Event> page = topics.backend().after(topic.name(), reading.position, PAGE);
        EventId expected = reading.position;
        int sum = 0;
        int fits = 0;
        for (Event event : page) {
            if (!topics.backend().adjoin(expected, event.previous()) && !reading.toldGap) return List.of();
            expected = event.id();
            sum += event.cost();
            if (fits == 0 || sum <= reading.outlet.pageSize()) fits++;
        }
        return page.subList(0, fits);
    }
}
