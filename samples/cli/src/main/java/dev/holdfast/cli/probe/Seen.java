package dev.holdfast.cli.probe;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The observation of one event stream request. Times are milliseconds since the request was sent.
 *
 * @param head the response head, or null
 * @param arrivals the reads of the body
 * @param endedAt the time the stream ended, -1 if it did not
 * @param watchedFor the duration of the observation
 * @param failure the error, or null
 */
record Seen(
        @Nullable Head head,
        List<Arrival> arrivals,
        long endedAt,
        long watchedFor,
        @Nullable String failure) {
    /**
     * The head of a response.
     *
     * @param server the {@code Server} and {@code Via} headers, empty if absent
     * @param coding {@code Content-Encoding}, empty if absent
     * @param resumed the response's {@code Last-Event-ID}, or null
     */
    record Head(
            long at,
            int status,
            String contentType,
            String server,
            String coding,
            @Nullable String resumed,
            String httpVersion) {
        boolean isEventStream() {
            return status == 200 && contentType.startsWith("text/event-stream");
        }

        String answer() {
            return status + (contentType.isEmpty() ? "" : " with " + contentType);
        }

        /** Returns the server in parentheses, or an empty string. */
        String by() {
            return server.isEmpty() ? "" : " (" + server + ")";
        }
    }

    /**
     * The result of one read.
     *
     * @param atBoundary whether it ended at the end of an event
     */
    record Arrival(long at, int bytes, boolean atBoundary, List<EventParser.Event> events, int comments) {}

    boolean isStream() {
        return head != null && head.isEventStream();
    }

    List<EventParser.Event> events() {
        return arrivals.stream().flatMap(arrival -> arrival.events().stream()).toList();
    }

    List<String> ids() {
        return events().stream()
                .map(EventParser.Event::id)
                .filter(id -> id != null && !id.isEmpty())
                .map(String::valueOf)
                .distinct()
                .toList();
    }
}
