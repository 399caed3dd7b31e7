package dev.holdfast.benchmarks;

import java.io.Closeable;
import java.util.List;

/** A client in the comparison. It may be reused, for one feed at a time. */
interface FeedClient extends Closeable {
    /** The receiver of messages. Called by one thread at a time. */
    interface Receiver {
        void text(String text);

        /** Called when the client has read all bytes without turning them into messages. */
        void discarded();

        void failed(Throwable cause);
    }

    String name();

    /** Connects and delivers every message until the returned object is closed. */
    Closeable connect(String url, Receiver receiver) throws Exception;

    /** Returns all clients that can read such a feed. */
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
