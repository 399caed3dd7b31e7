package dev.holdfast.benchmarks;

import java.io.Closeable;
import java.util.List;

/** One of the clients that are compared. It may be used again and again, for one feed at a time. */
interface FeedClient extends Closeable {
    /** Where the messages go. Called by one thread at a time. */
    interface Receiver {
        void text(String text);

        /** The client has read all bytes there are and made no messages of them. */
        void discarded();

        void failed(Throwable cause);
    }

    String name();

    /** Connects, and hands over every message until what this answers is closed. */
    Closeable connect(String url, Receiver receiver) throws Exception;

    /** All that can read such a feed. */
    static List<FeedClient> all(FeedKind kind) {
        return kind.webSocket()
                ? List.of(
                        new BareSocket(),
                        new OkHttpWebSocketClient(OkHttpSupport.asItComes(), ""),
                        new OkHttpWebSocketClient(OkHttpSupport.patient(), ", no timeout"),
                        new NvWebSocketClient(),
                        HoldfastClient.direct())
                : List.of(
                        new BareSocket(),
                        new OkHttpSseClient(OkHttpSupport.asItComes(), ""),
                        new OkHttpSseClient(OkHttpSupport.patient(), ", no timeout"),
                        new LaunchDarklyClient(),
                        HoldfastClient.direct());
    }
}
