package dev.holdfast;

import java.time.Duration;

/**
 * Bounds on what a peer or a slow listener can make a client hold. Immutable; each method answers a copy.
 *
 * <p>Defaults: messages of 1 MiB; 1,024 messages and 8 MiB waiting for a listener; 1,024 frames and 4 MiB waiting to be
 * sent; 10 s for an attempt, 10 s without progress for a write, 30 s for a receipt or reply; 10 redirects.
 */
public final class Limits {
    private static final Limits DEFAULTS = new Limits(
            1 << 20,
            1024,
            8 << 20,
            1024,
            4 << 20,
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            10);

    private final int maxMessageBytes;
    private final int queueMessages;
    private final int queueBytes;
    private final int outboundFrames;
    private final int outboundBytes;
    private final Duration attemptTimeout;
    private final Duration writeTimeout;
    private final Duration replyTimeout;
    private final int maxRedirects;

    private Limits(
            int maxMessageBytes,
            int queueMessages,
            int queueBytes,
            int outboundFrames,
            int outboundBytes,
            Duration attemptTimeout,
            Duration writeTimeout,
            Duration replyTimeout,
            int maxRedirects) {
        this.maxMessageBytes = maxMessageBytes;
        this.queueMessages = queueMessages;
        this.queueBytes = queueBytes;
        this.outboundFrames = outboundFrames;
        this.outboundBytes = outboundBytes;
        this.attemptTimeout = attemptTimeout;
        this.writeTimeout = writeTimeout;
        this.replyTimeout = replyTimeout;
        this.maxRedirects = maxRedirects;
    }

    /** The defaults. */
    public static Limits defaults() {
        return DEFAULTS;
    }

    /**
     * The largest message taken from a server, in bytes after inflating. A larger one ends the connection with
     * {@link CloseReason.Kind#TOO_LARGE} before it is buffered; for what follows see {@link PoisonPolicy}.
     */
    public Limits withMaxMessageBytes(int bytes) {
        positive(bytes, "maxMessageBytes");
        return copy(
                bytes,
                queueMessages,
                queueBytes,
                outboundFrames,
                outboundBytes,
                attemptTimeout,
                writeTimeout,
                replyTimeout,
                maxRedirects);
    }

    /** How much may wait for one subscription's listener: messages, and bytes of payloads, ids and event types. */
    public Limits withQueue(int messages, int bytes) {
        positive(messages, "queue messages");
        positive(bytes, "queue bytes");
        return copy(
                maxMessageBytes,
                messages,
                bytes,
                outboundFrames,
                outboundBytes,
                attemptTimeout,
                writeTimeout,
                replyTimeout,
                maxRedirects);
    }

    /** How much may wait to be sent on one connection: frames, and bytes of payload. */
    public Limits withOutbound(int frames, int bytes) {
        positive(frames, "outbound frames");
        positive(bytes, "outbound bytes");
        return copy(
                maxMessageBytes,
                queueMessages,
                queueBytes,
                frames,
                bytes,
                attemptTimeout,
                writeTimeout,
                replyTimeout,
                maxRedirects);
    }

    /** How long an attempt may take until the protocol is ready: first to the response head, then for its handshake. */
    public Limits withAttemptTimeout(Duration timeout) {
        Durations.positive(timeout, "attemptTimeout");
        return copy(
                maxMessageBytes,
                queueMessages,
                queueBytes,
                outboundFrames,
                outboundBytes,
                timeout,
                writeTimeout,
                replyTimeout,
                maxRedirects);
    }

    /** How long a write may make no progress before the connection is given up. */
    public Limits withWriteTimeout(Duration timeout) {
        Durations.positive(timeout, "writeTimeout");
        return copy(
                maxMessageBytes,
                queueMessages,
                queueBytes,
                outboundFrames,
                outboundBytes,
                attemptTimeout,
                timeout,
                replyTimeout,
                maxRedirects);
    }

    /** How long {@code publish} and {@code request} wait for the server's word before their futures fail. */
    public Limits withReplyTimeout(Duration timeout) {
        Durations.positive(timeout, "replyTimeout");
        return copy(
                maxMessageBytes,
                queueMessages,
                queueBytes,
                outboundFrames,
                outboundBytes,
                attemptTimeout,
                writeTimeout,
                timeout,
                maxRedirects);
    }

    /** How many redirects one attempt follows; 0 follows none. */
    public Limits withMaxRedirects(int redirects) {
        if (redirects < 0) throw new IllegalArgumentException("maxRedirects is " + redirects + ": give 0 or more");
        return copy(
                maxMessageBytes,
                queueMessages,
                queueBytes,
                outboundFrames,
                outboundBytes,
                attemptTimeout,
                writeTimeout,
                replyTimeout,
                redirects);
    }

    private static Limits copy(int a, int b, int c, int d, int e, Duration f, Duration g, Duration h, int i) {
        return new Limits(a, b, c, d, e, f, g, h, i);
    }

    private static void positive(int value, String name) {
        if (value <= 0) throw new IllegalArgumentException(name + " is " + value + ": give a number above 0");
    }

    /** See {@link #withMaxMessageBytes(int)}. */
    public int maxMessageBytes() {
        return maxMessageBytes;
    }

    /** See {@link #withQueue}. */
    public int queueMessages() {
        return queueMessages;
    }

    /** See {@link #withQueue}. */
    public int queueBytes() {
        return queueBytes;
    }

    /** See {@link #withOutbound}. */
    public int outboundFrames() {
        return outboundFrames;
    }

    /** See {@link #withOutbound}. */
    public int outboundBytes() {
        return outboundBytes;
    }

    /** See {@link #withAttemptTimeout(Duration)}. */
    public Duration attemptTimeout() {
        return attemptTimeout;
    }

    /** See {@link #withWriteTimeout(Duration)}. */
    public Duration writeTimeout() {
        return writeTimeout;
    }

    /** See {@link #withReplyTimeout(Duration)}. */
    public Duration replyTimeout() {
        return replyTimeout;
    }

    /** See {@link #withMaxRedirects(int)}. */
    public int maxRedirects() {
        return maxRedirects;
    }
}
