package dev.holdfast.benchmarks;

/** The encoding of a feed. */
enum FeedKind {
    /** One WebSocket text frame for each message. */
    WEBSOCKET("WebSocket", "ws"),
    /** An event stream with one HTTP chunk for each event, as sent by a server that flushes after each event. */
    SSE_EVENTS("SSE, a chunk for each event", "sse-events"),
    /** An event stream with many events in each chunk, as sent by a proxy or a server under load. */
    SSE_BLOCKS("SSE, chunks of many events", "sse-blocks");

    private final String title;
    private final String path;

    FeedKind(String title, String path) {
        this.title = title;
        this.path = path;
    }

    String title() {
        return title;
    }

    boolean webSocket() {
        return this == WEBSOCKET;
    }

    /** Returns the URL at which the server on this port sends this many messages as fast as possible. */
    String drainUrl(int port, int messages) {
        return url(port, path + "/" + messages);
    }

    /**
     * Returns the URL at which the server sends this many messages, one each millisecond, as soon as {@code group}
     * clients are connected.
     */
    String pacedUrl(int port, int group, int messages) {
        return url(port, path + "/" + messages + "/" + group);
    }

    private String url(int port, String rest) {
        return (webSocket() ? "ws" : "http") + "://127.0.0.1:" + port + "/" + rest;
    }

    static FeedKind ofPath(String path) {
        for (FeedKind kind : values()) if (kind.path.equals(path)) return kind;
        throw new IllegalArgumentException("There is no feed at the path " + path);
    }
}
