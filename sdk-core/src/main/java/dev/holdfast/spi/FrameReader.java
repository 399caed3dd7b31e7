package dev.holdfast.spi;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;

/**
 * The parser that splits the bytes of one connection into frames. Used by one thread at a time. Does no I/O, reads no
 * clock, and never buffers more than the message size limit it was created with.
 */
public interface FrameReader {
    /**
     * Parses the next bytes of the stream and passes each complete frame to the sink. The bytes may be split anywhere.
     * The array belongs to the caller, who may change it as soon as this method returns.
     *
     * @return the number of bytes consumed. It is less than {@code length} only if {@link FrameSink#onFrame} or
     *     {@link FrameSink#onComment} returned false; the caller feeds the remaining bytes later.
     * @throws CloseException if the peer breaks the protocol or exceeds a limit. If the transport has close codes, the
     *     reason carries the code to send. The reader must not be used after that.
     */
    int feed(byte[] bytes, int offset, int length, FrameSink sink) throws CloseException;

    /**
     * Handles the end of the stream. Discards an unfinished frame.
     *
     * @return the reason of the peer's close frame if there was one, otherwise a reason for the missing close
     */
    CloseReason end();
}
