package dev.holdfast;

import java.time.Duration;

/**
 * Bounds on what a peer or a slow listener can make a client hold. Immutable; each {@code with} method returns a copy.
 *
 * <p>Defaults: messages of 1 MiB; 1,024 messages and 8 MiB waiting for a listener; 1,024 frames and 4 MiB waiting to be
 * sent; 10 s for an attempt, 10 s without progress for a write, 30 s for a receipt or reply; 10 redirects.
 */
public final class Limits {
    private static final int MAX_MESSAGE_BYTES = 0;
    private static final int QUEUE_MESSAGES = 1;
    private static final int QUEUE_BYTES = 2;
    private static final int OUTBOUND_FRAMES = 3;
    private static final int OUTBOUND_BYTES = 4;
    private static final int MAX_REDIRECTS = 5;
    private static final int ATTEMPT_NANOS = 6;
    private static final int WRITE_NANOS = 7;
    private static final int REPLY_NANOS = 8;

    private static final Limits DEFAULTS = new Limits(
            new long[] {1 << 20, 1024, 8 << 20, 1024, 4 << 20, 10, 10_000_000_000L, 10_000_000_000L, 30_000_000_000L});

    private final long[] values;

    private Limits(long[] values) {
        this.values = values;
    }

    /** Returns the defaults. */
    public static Limits defaults() {
        return DEFAULTS;
    }

    /**
     * Sets the largest message accepted from a server, in bytes after inflating. A larger one ends the connection with
     * {@link CloseReason.Kind#TOO_LARGE} before it is buffered; see {@link PoisonPolicy} for what follows.
     *
     * @throws IllegalArgumentException when {@code bytes} is less than 1
     */
    public Limits withMaxMessageBytes(int bytes) {
        return with(MAX_MESSAGE_BYTES, positive(bytes, "maxMessageBytes"));
    }

    /**
     * Sets how much may wait for the listener of one subscription.
     *
     * @param bytes of payloads, ids and event types
     * @throws IllegalArgumentException when either is less than 1
     */
    public Limits withQueue(int messages, int bytes) {
        return with(QUEUE_MESSAGES, positive(messages, "queue messages"))
                .with(QUEUE_BYTES, positive(bytes, "queue bytes"));
    }

    /**
     * Sets how much may wait to be sent on one connection.
     *
     * @param bytes of payloads
     * @throws IllegalArgumentException when either is less than 1
     */
    public Limits withOutbound(int frames, int bytes) {
        return with(OUTBOUND_FRAMES, positive(frames, "outbound frames"))
                .with(OUTBOUND_BYTES, positive(bytes, "outbound bytes"));
    }

    /**
     * Sets the time that an attempt may take: first until the response head is read, then the same time again until the
     * protocol's handshake is complete.
     *
     * @throws IllegalArgumentException when the timeout is not positive or longer than 365 days
     */
    public Limits withAttemptTimeout(Duration timeout) {
        return with(ATTEMPT_NANOS, Durations.positive(timeout, "attemptTimeout").toNanos());
    }

    /**
     * Sets the time that a write may take without progress before the client drops the connection. After large messages
     * on a slow network it may be up to twice as long, because the network delivers them in lumps.
     *
     * @throws IllegalArgumentException when the timeout is not positive or longer than 365 days
     */
    public Limits withWriteTimeout(Duration timeout) {
        return with(WRITE_NANOS, Durations.positive(timeout, "writeTimeout").toNanos());
    }

    /**
     * Sets the time that a publish or call waits for its receipt or reply, including the wait for a connection.
     *
     * @throws IllegalArgumentException when the timeout is not positive or longer than 365 days
     */
    public Limits withReplyTimeout(Duration timeout) {
        return with(REPLY_NANOS, Durations.positive(timeout, "replyTimeout").toNanos());
    }

    /**
     * Sets the number of redirects that one attempt follows.
     *
     * @throws IllegalArgumentException when it is negative
     */
    public Limits withMaxRedirects(int redirects) {
        if (redirects < 0) {
            throw new IllegalArgumentException("maxRedirects must be at least 0, but is " + redirects);
        }
        return with(MAX_REDIRECTS, redirects);
    }

    private Limits with(int limit, long value) {
        long[] copy = values.clone();
        copy[limit] = value;
        return new Limits(copy);
    }

    private static int positive(int value, String name) {
        if (value < 1) throw new IllegalArgumentException(name + " must be at least 1, but is " + value);
        return value;
    }

    /** Returns the limit set by {@link #withMaxMessageBytes}. */
    public int maxMessageBytes() {
        return (int) values[MAX_MESSAGE_BYTES];
    }

    /** Returns the number of messages set by {@link #withQueue}. */
    public int queueMessages() {
        return (int) values[QUEUE_MESSAGES];
    }

    /** Returns the number of bytes set by {@link #withQueue}. */
    public int queueBytes() {
        return (int) values[QUEUE_BYTES];
    }

    /** Returns the number of frames set by {@link #withOutbound}. */
    public int outboundFrames() {
        return (int) values[OUTBOUND_FRAMES];
    }

    /** Returns the number of bytes set by {@link #withOutbound}. */
    public int outboundBytes() {
        return (int) values[OUTBOUND_BYTES];
    }

    /** Returns the timeout set by {@link #withAttemptTimeout}. */
    public Duration attemptTimeout() {
        return Duration.ofNanos(values[ATTEMPT_NANOS]);
    }

    /** Returns the timeout set by {@link #withWriteTimeout}. */
    public Duration writeTimeout() {
        return Duration.ofNanos(values[WRITE_NANOS]);
    }

    /** Returns the timeout set by {@link #withReplyTimeout}. */
    public Duration replyTimeout() {
        return Duration.ofNanos(values[REPLY_NANOS]);
    }

    /** Returns the limit set by {@link #withMaxRedirects}. */
    public int maxRedirects() {
        return (int) values[MAX_REDIRECTS];
    }
}
