package dev.holdfast.benchmarks;

/** What the bytes of a feed look like on the wire. */
enum FeedKind {
    /** A WebSocket text frame for each message. */
    WEBSOCKET("WebSocket", "ws"),
    /** An event stream, with an HTTP chunk for each event: what a server sends that flushes after each. */
    SSE_EVENTS("SSE, a chunk for each event", "sse-events"),
    /** An event stream in chunks of many events: what a proxy or a server under load makes of it. */
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

    /** Where the server on this port sends so many messages as fast as they are taken. */
    String drainUrl(int port, int messages) {
        return url(port, path + "/" + messages);
    }

    /**
     * Where the server sends so many messages, one in each millisecond, as soon as {@code group} clients have asked.
     */
    String pacedUrl(int port, int group, int messages) {
        return url(port, path + "/" + messages + "/" + group);
    }

    private String url(int port, String rest) {
        return (webSocket() ? "ws" : "http") + "://127.0.0.1:" + port + "/" + rest;
    }

    static FeedKind ofPath(String path) {
        for (FeedKind kind : values()) if (kind.path.equals(path)) return kind;
        throw new IllegalArgumentException("No feed at " + path);
    }
}
