package dev.holdfast.reference.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** A channel whose writes end when the test says so. */
final class Held extends Channel {
    private final List<String> turns;
    private @Nullable Callback writing;
    final List<String> written = new ArrayList<>();
    boolean cut;

    /** Whoever has its turn is added to that list. */
    Held(Channels channels, List<String> turns) {
        super(channels, Duration.ofSeconds(1));
        this.turns = turns;
        channels.add(this);
    }

    Held take(int chars) {
        enqueue("x".repeat(chars));
        flush();
        return this;
    }

    void isWritten() {
        Callback ended = writing;
        writing = null;
        if (ended == null) throw new AssertionError("Nothing is being written");
        ended.succeeded();
    }

    void allIsWritten() {
        while (writing != null) isWritten();
    }

    boolean takeTurn(String name) {
        return takeTurn(new Turns.Seat(), name);
    }

    boolean takeTurn(Turns.Seat seat, String name) {
        return turns().take(seat, () -> turns.add(name));
    }

    @Override
    String next(Deque<String> texts) {
        return texts.remove();
    }

    @Override
    void write(String text, Callback callback) {
        written.add(text);
        writing = callback;
    }

    @Override
    List<String> lastWords(Goodbye farewell) {
        return List.of(farewell.reason());
    }

    @Override
    void finish(Goodbye farewell) {
        written.add("(end)");
        gone();
    }

    @Override
    void abort() {
        cut = true;
    }

    @Override
    String beat() {
        return "beat";
    }

    @Override
    boolean isDeaf(long now) {
        return false;
    }

    @Override
    void released() {}
}
