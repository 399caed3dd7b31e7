package dev.holdfast.spi;

import dev.holdfast.CloseReason;

/** Takes what a {@link FrameReader} finds. Called on the thread that feeds the reader, in the order of the bytes. */
public interface FrameSink {
    /**
     * A whole frame.
     *
     * @return false to stop: {@link FrameReader#feed} returns after this frame and leaves the bytes behind it alone
     */
    boolean onFrame(Frame frame);

    /** The peer asks for a pong that carries the same payload (RFC 6455 section 5.5.2). */
    void onPing(byte[] payload);

    /** The peer's answer to a ping (RFC 6455 section 5.5.3). */
    void onPong(byte[] payload);

    /** The peer asks that the next attempt wait at least so long (WHATWG HTML section 9.2, {@code retry}). */
    void onRetry(long millis);

    /** The peer says goodbye (RFC 6455 section 5.5.1). Nothing is read after it. */
    void onClose(CloseReason reason);
}
