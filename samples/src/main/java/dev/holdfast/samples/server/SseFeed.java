package dev.holdfast.samples.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.Continuity;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The SSE feed of a topic. The response's {@code Last-Event-ID} states where the stream continues: at the client's
 * cursor or later.
 */
final class SseFeed implements Topic.Reader {
    private final Peer peer;
    private final @Nullable String cursor;

    private SseFeed(Peer peer, @Nullable String cursor) {
        this.peer = peer;
        this.cursor = cursor;
    }

    /** Serves a client until it disconnects. */
    static void serve(Peer peer, Topic topic, @Nullable String cursor, long keepAliveMillis) throws IOException {
        SseFeed feed = new SseFeed(peer, cursor);
        topic.join(cursor, feed);
        peer.keepAlive(": still here\n".getBytes(UTF_8), keepAliveMillis);
        try {
            peer.awaitEnd();
        } finally {
            topic.leave(feed);
        }
    }

    @Override
    public void joined(Continuity continuity, String position) {
        String head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n"
                + "Connection: close\r\n" + (cursor == null ? "" : "Last-Event-ID: " + position + "\r\n") + "\r\n";
        // With an initial position, a connection that ends before its first message can be resumed as well.
        peer.send((head + "id: " + position + "\n\n").getBytes(UTF_8));
    }

    @Override
    public void message(String id, String payload) {
        peer.send(("id: " + id + "\ndata: " + payload + "\n\n").getBytes(UTF_8));
    }
}
