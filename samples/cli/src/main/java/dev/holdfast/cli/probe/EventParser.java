package dev.holdfast.cli.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A parser of event stream bytes (WHATWG HTML section 9.2.6) into events and comments. Not thread-safe. */
final class EventParser {
    /** The limit on a line, in bytes. */
    private static final int MOST = 1 << 20;

    /** The limit on the total size of kept events. Later events count only as bytes. */
    private static final long MOST_KEPT = 1 << 22;

    private static final int OVERHEAD = 64;

    /**
     * The parts of an event that a probe evaluates.
     *
     * @param id the event's own id, or null
     * @param type the event type, or null for the default
     * @param data the first line of data, or null
     */
    record Event(
            @Nullable String id,
            @Nullable String type,
            @Nullable String data) {}

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final List<Event> events = new ArrayList<>();
    private long kept;
    private int comments;
    private boolean cr;
    private boolean begun;
    private @Nullable String id;
    private @Nullable String type;
    private @Nullable String data;

    void feed(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            byte b = bytes[i];
            boolean second = cr && b == '\n';
            cr = b == '\r';
            if (second) continue;
            if (b == '\n' || b == '\r') endLine();
            else if (line.size() < MOST) line.write(b);
        }
    }

    private void endLine() {
        String text = line.toString(UTF_8);
        line.reset();
        if (text.isEmpty()) {
            if (id != null || type != null || data != null) keep(new Event(id, type, data));
            id = null;
            type = null;
            data = null;
            begun = false;
            return;
        }
        if (text.startsWith(":")) {
            comments++;
            return;
        }
        begun = true;
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        String value = colon < 0 ? "" : text.substring(colon + 1).replaceFirst("^ ", "");
        switch (name) {
            case "id" -> id = value;
            case "event" -> type = value;
            case "data" -> data = data == null ? value : data;
            default -> {
                // retry and unknown fields.
            }
        }
    }

    private void keep(Event event) {
        if (kept < MOST_KEPT) events.add(event);
        kept += OVERHEAD + length(event.id()) + length(event.type()) + length(event.data());
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    /** Returns whether the input so far ends at the end of an event or comment. */
    boolean atBoundary() {
        return line.size() == 0 && !begun;
    }

    /** Returns the events since the last call. */
    List<Event> takeEvents() {
        List<Event> taken = List.copyOf(events);
        events.clear();
        return taken;
    }

    /** Returns the number of comments since the last call. */
    int takeComments() {
        int taken = comments;
        comments = 0;
        return taken;
    }
}
