package dev.holdfast.jvm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;

/** A server whose feed {@code /feed/n} has n events, the numbers from 1 on, and no more; {@code /feed/none} it has not, and
 * {@code /feed/silent} says nothing. */
final class CountedFeed implements AutoCloseable {
    /** More than so many are for the next connection. */
    private static final int AT_ONCE = 1000;

    private final MockWebServer server = new MockWebServer();

    /** What each request said its attempt is named. */
    private final List<String> attempts = Collections.synchronizedList(new ArrayList<>());

    CountedFeed() {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                String attempt = request.getHeaders().get("X-Attempt");
                if (attempt != null) attempts.add(attempt);
                String path = request.getUrl().encodedPath();
                String count = path.substring(path.lastIndexOf('/') + 1);
                if (count.equals("silent")) return silence();
                if (count.equals("none"))
                    return new MockResponse.Builder().code(404).build();
                return answer(Long.parseLong(count), request.getHeaders().get("Last-Event-ID"));
            }
        });
        try {
            server.start();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static MockResponse answer(long count, String cursor) {
        long from = cursor == null ? 1 : Long.parseLong(cursor) + 1;
        if (from > count) return new MockResponse.Builder().code(204).build();
        StringBuilder body = new StringBuilder();
        for (long i = from; i <= Math.min(count, from + AT_ONCE - 1); i++)
            body.append("id: ").append(i).append("\ndata: ").append(i).append("\n\n");
        return new MockResponse.Builder()
                .setHeader("Content-Type", "text/event-stream")
                .body(body.toString())
                .build();
    }

    private static MockResponse silence() {
        return new MockResponse.Builder()
                .setHeader("Content-Type", "text/event-stream")
                .onResponseBody(SocketEffect.Stall.INSTANCE)
                .body(": here I am\n")
                .build();
    }

    List<String> attempts() {
        return attempts;
    }

    String url() {
        return server.url("/feed").toString();
    }

    @Override
    public void close() {
        server.close();
    }
}
