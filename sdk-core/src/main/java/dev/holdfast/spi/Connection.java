package dev.holdfast.spi;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One connection, from dialling to its end; never used again. Made by {@link Dialer#newConnection}, which does no I/O.
 *
 * <p>{@link #open} and {@link #read} are called by one reading thread, {@link #write} by one writing thread at a time,
 * {@link #cancel} by any.
 */
public interface Connection {
    /**
     * Connects, and returns when the server has accepted: the response head is read and is one that the transport can
     * go on with. Blocks; the caller keeps the deadline and calls {@link #cancel} when it passes.
     *
     * @throws dev.holdfast.CloseException when the server refused, with what it said
     * @throws IOException when the network failed
     */
    void open() throws IOException;

    /** A header of the response, the last of several; null where the server sent none. Only after {@link #open}. */
    @Nullable
    String header(String name);

    /** Cuts what {@link #read} returns into frames. The same reader each time. Only after {@link #open}. */
    FrameReader reader();

    /** Makes the bytes for {@link #write}; null where the transport only receives. Only after {@link #open}. */
    @Nullable
    FrameWriter writer();

    /** Waits for bytes and returns how many came, or -1 at the end of the stream. */
    int read(byte[] into) throws IOException;

    /** Writes and flushes. Blocks for as long as the peer takes nothing. */
    void write(byte[] bytes, int offset, int length) throws IOException;

    /**
     * Ends it at once: a thread that is inside {@link #open}, {@link #read} or {@link #write} is freed. May be called
     * by any thread, any number of times, and never blocks.
     */
    void cancel();

    /**
     * Says that the peer was found dead: whatever this ran on is not used by a later connection. Comes before
     * {@link #cancel}, does no I/O, and calls nothing of the app.
     */
    void abandon();

    /** Gives back what it holds. Called once, after the reading thread has left {@link #read} for good. */
    void release();
}
