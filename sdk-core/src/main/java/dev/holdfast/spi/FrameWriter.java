package dev.holdfast.spi;

/** Turns frames into a connection's bytes. Belongs to one connection and is used by one thread at a time; no I/O. */
public interface FrameWriter {
    /** Appends a data frame. */
    void message(Frame frame, GrowableBytes out);

    /** Appends a ping; the payload is at most 125 bytes. */
    void ping(byte[] payload, GrowableBytes out);

    /** Appends a pong; the payload is at most 125 bytes. */
    void pong(byte[] payload, GrowableBytes out);

    /** Appends a goodbye. A reason longer than the wire allows is cut at a character. */
    void close(int code, String reason, GrowableBytes out);
}
