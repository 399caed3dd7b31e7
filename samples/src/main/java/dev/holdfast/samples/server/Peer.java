package dev.holdfast.samples.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client's connection: a queue, a thread that writes it, and the ways to break it. */
final class Peer {
    private static final byte[] END = {};
    private static final int LAST_WORDS_MILLIS = 2000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final String name;
    private final LinkedBlockingQueue<byte[]> outgoing = new LinkedBlockingQueue<>();
    private volatile byte[] keepAlive = END;
    private volatile long keepAliveMillis = 1000;
    private volatile byte[] goodbye = END;
    private volatile boolean silent;
    private volatile boolean torn;

    Peer(Socket socket, String name) throws IOException {
        this.socket = socket;
        this.name = name;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /** Returns the name of the subscribed resource. */
    String name() {
        return name;
    }

    InputStream in() {
        return in;
    }

    /** Sets the keep-alive bytes and the idle time after which they are written. */
    void keepAlive(byte[] bytes, long millis) {
        keepAlive = bytes;
        keepAliveMillis = millis;
    }

    /** Sets the bytes to write before a normal close. */
    void goodbye(byte[] bytes) {
        goodbye = bytes;
    }

    /** Queues bytes. Never blocks. */
    void send(byte[] bytes) {
        outgoing.add(bytes);
    }

    /** Closes the connection like a server that shuts down normally: the queue, the goodbye, then FIN. */
    void end() {
        if (goodbye.length > 0) outgoing.add(goodbye);
        outgoing.add(END);
    }

    /** Closes the connection with RST. Data in transit may be lost. */
    void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // Already closed.
        }
    }

    /** Stops all output and leaves the socket open, like a dead network. */
    void silence() {
        silent = true;
    }

    /** Closes the connection in the middle of the next message. */
    void tear() {
        torn = true;
    }

    /** Writes the queue until the end, on a separate thread. */
    void write() {
        try {
            while (true) {
                byte[] next = outgoing.poll(keepAliveMillis, TimeUnit.MILLISECONDS);
                if (socket.isClosed()) return;
                if (silent) continue;
                if (next == END) break;
                byte[] bytes = next == null ? keepAlive : next;
                out.write(bytes, 0, torn ? bytes.length / 2 : bytes.length);
                out.flush();
                if (torn) break;
            }
            // The client should answer with its own FIN. The wait is bounded.
            socket.setSoTimeout(LAST_WORDS_MILLIS);
            socket.shutdownOutput();
        } catch (IOException | InterruptedException e) {
            reset();
        }
    }

    /** Waits until the client disconnects, for clients that send nothing more. */
    void awaitEnd() throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
    }
}
