package dev.holdfast.spi;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A single connection to a server, from dialling to its end. An instance is never reused. {@link
 * Dialer#newConnection} creates it without I/O.
 *
 * <p>Threads: {@link #open} and {@link #read} are called by one reading thread at a time, {@link #write} by one writing
 * thread at a time. {@link #cancel} may be called by any thread.
 */
public interface Connection {
    /**
     * Connects to the server and returns when the server has accepted the request. At that point the response head has
     * been read and the transport supports it. Blocks without a timeout of its own; the caller calls {@link #cancel}
     * when its deadline passes.
     *
     * @throws dev.holdfast.CloseException if the server refuses the request; the reason holds its status and what it
     *     asked for
     * @throws IOException if the network fails
     */
    void open() throws IOException;

    /**
     * Returns the value of a response header, or null if the server did not send it. If the header was sent several
     * times, the last value counts. Valid only after {@link #open} has returned.
     */
    @Nullable
    String header(String name);

    /**
     * Returns the reader that splits the bytes of {@link #read} into frames. Returns the same instance on every call.
     * Valid only after {@link #open} has returned.
     */
    FrameReader reader();

    /**
     * Returns the writer that encodes the bytes for {@link #write}, or null if the transport only receives. Valid only
     * after {@link #open} has returned.
     */
    @Nullable
    FrameWriter writer();

    /**
     * Reads bytes into the start of {@code buffer}. Blocks until at least one byte is available.
     *
     * @return the number of bytes read, or -1 at the end of the stream
     */
    int read(byte[] buffer) throws IOException;

    /** Writes the bytes and flushes them. Blocks while the peer accepts no data. */
    void write(byte[] bytes, int offset, int length) throws IOException;

    /**
     * Ends the connection at once. A thread that is blocked in {@link #open}, {@link #read} or {@link #write} returns
     * with an exception. May be called by any thread. Idempotent; never blocks.
     */
    void cancel();

    /**
     * Marks the peer as dead, so that no later connection reuses the underlying network connection. Called before
     * {@link #cancel}. Does no I/O and runs no application code.
     */
    void abandon();

    /** Releases all resources. Called once, after the reading thread has returned from its last {@link #read}. */
    void release();
}
