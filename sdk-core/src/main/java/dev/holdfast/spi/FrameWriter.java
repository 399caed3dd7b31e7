package dev.holdfast.spi;

/** The encoder that turns frames into the bytes of one connection. Used by one thread at a time. Does no I/O. */
public interface FrameWriter {
    /** Appends a data frame. */
    void message(Frame frame, GrowableBytes out);

    /** Appends a ping. The payload has at most 125 bytes. */
    void ping(byte[] payload, GrowableBytes out);

    /** Appends a pong. The payload has at most 125 bytes. */
    void pong(byte[] payload, GrowableBytes out);

    /** Appends a close frame. A reason that is too long for it is cut at a character boundary. */
    void close(int code, String reason, GrowableBytes out);
}
