package dev.holdfast.spi;

import dev.holdfast.CloseReason;

/**
 * The receiver of the frames that a {@link FrameReader} parses. Called on the thread that feeds the reader, in stream
 * order.
 */
public interface FrameSink {
    /**
     * Receives a complete frame, which is valid only until this method returns.
     *
     * @return false to stop parsing: {@link FrameReader#feed} then returns and does not consume the bytes after this
     *     frame
     */
    boolean onFrame(Frame frame);

    /** Receives a ping. The peer expects a pong with the same payload (RFC 6455 section 5.5.2). */
    void onPing(byte[] payload);

    /** Receives a pong, the reply to a ping (RFC 6455 section 5.5.3). */
    void onPong(byte[] payload);

    /** Receives the minimum delay before the next attempt (the {@code retry} field of WHATWG HTML section 9.2). */
    void onRetry(long millis);

    /**
     * Receives a comment of an event stream (WHATWG HTML section 9.2), if the transport was told to report them. Ignored
     * by default.
     *
     * @param size the length of the comment in bytes, which counts against the limits
     * @return false to stop parsing, as for {@link #onFrame}
     */
    default boolean onComment(String comment, int size) {
        return true;
    }

    /** Receives a close frame (RFC 6455 section 5.5.1). No byte after it is read. */
    void onClose(CloseReason reason);
}
