package dev.holdfast.cli.probe;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one request for an event stream brought. Times are milliseconds since it was sent.
 *
 * @param head the answer's head, null where none came
 * @param arrivals what came, read by read
 * @param endedAt when the stream ended, -1 where it did not
 * @param watchedFor how long it was looked at
 * @param failure why there is nothing more, null for no failure
 */
record Seen(
        @Nullable Head head,
        List<Arrival> arrivals,
        long endedAt,
        long watchedFor,
        @Nullable String failure) {
    /**
     * The head of an answer.
     *
     * @param server who says it answers: {@code Server} and {@code Via}; empty for nobody
     * @param coding {@code Content-Encoding}, empty for none
     * @param resumed the answer's {@code Last-Event-ID}, null for none
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

        /** For the end of a sentence. */
        String by() {
            return server.isEmpty() ? "" : " (" + server + ")";
        }
    }

    /**
     * What one read brought.
     *
     * @param atBoundary whether it ended where an event does
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
