package dev.holdfast.spi;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;

/**
 * Cuts a connection's bytes into frames. Belongs to one connection and is used by one thread at a time. Does no I/O,
 * reads no clock, and holds no more than the size limit it was made with.
 */
public interface FrameReader {
    /**
     * Takes the next bytes of the stream, however they are cut, and passes on what they complete. The array belongs to
     * the caller and may change as soon as this returns.
     *
     * @return how many bytes were consumed: all of them, unless {@link FrameSink#onFrame} asked to stop; the caller feeds
     *     the rest again later
     * @throws CloseException when the peer breaks the protocol or exceeds a limit; the reason carries the close code
     *     to answer with, where the transport has such. The reader is not used after that.
     */
    int feed(byte[] bytes, int offset, int length, FrameSink sink) throws CloseException;

    /** The peer ended the stream without a goodbye. What is unfinished is discarded; the answer says what it means. */
    CloseReason end();
}
