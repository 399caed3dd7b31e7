package dev.holdfast.samples.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One client's connection: a queue and a thread that writes it, and all the ways to end it. */
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

    /** What it reads, for people. */
    String name() {
        return name;
    }

    InputStream in() {
        return in;
    }

    /** What to write after so long without anything else to write. */
    void keepAlive(byte[] bytes, long millis) {
        keepAlive = bytes;
        keepAliveMillis = millis;
    }

    /** What to write before a polite end. */
    void goodbye(byte[] bytes) {
        goodbye = bytes;
    }

    /** Queues; never blocks. */
    void send(byte[] bytes) {
        outgoing.add(bytes);
    }

    /** Ends it as a server does that is shut down in order: what is queued, the goodbye, FIN. */
    void end() {
        if (goodbye.length > 0) outgoing.add(goodbye);
        outgoing.add(END);
    }

    /** Ends it with RST; what was on its way may be lost. */
    void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // Gone already, which is what was wanted.
        }
    }

    /** Neither writes nor answers from now on, and leaves the socket open: what a dead network looks like. */
    void silence() {
        silent = true;
    }

    /** Ends it in the middle of the next message. */
    void tear() {
        torn = true;
    }

    /** Writes until the end; runs on a thread of its own. */
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
            // The client answers a FIN with its own. One that does not is not waited for.
            socket.setSoTimeout(LAST_WORDS_MILLIS);
            socket.shutdownOutput();
        } catch (IOException | InterruptedException e) {
            reset();
        }
    }

    /** Waits until the client has gone, for clients that have nothing more to say. */
    void awaitEnd() throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
    }
}
