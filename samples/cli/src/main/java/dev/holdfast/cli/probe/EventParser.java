package dev.holdfast.cli.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts bytes of an event stream (WHATWG HTML section 9.2.6) into events and comments. Used by one thread. */
final class EventParser {
    /** What a line that never ends may take. */
    private static final int MOST = 1 << 20;

    /** Of the events kept, all together; what comes behind them is counted as bytes only. */
    private static final long MOST_KEPT = 1 << 22;

    private static final int OVERHEAD = 64;

    /**
     * An event as far as a probe looks at it.
     *
     * @param id its own id, null for none
     * @param type its type, null for the default one
     * @param data its first line of data, null for none
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
                // retry, and what nobody knows.
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

    /** Whether what came so far ends where an event or a comment does. */
    boolean atBoundary() {
        return line.size() == 0 && !begun;
    }

    /** Events since the last call. */
    List<Event> takeEvents() {
        List<Event> taken = List.copyOf(events);
        events.clear();
        return taken;
    }

    /** Comments since the last call. */
    int takeComments() {
        int taken = comments;
        comments = 0;
        return taken;
    }
}
