package dev.holdfast.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A proxy that forwards TCP connections to a local port until it is told to fall silent. */
final class SilentProxy implements AutoCloseable {
    private final AtomicInteger used = new AtomicInteger();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final ServerSocket server;
    private final int toPort;
    private volatile int silentUpTo;
    private int accepted;

    SilentProxy(int toPort) throws IOException {
        this.toPort = toPort;
        this.server = new ServerSocket(0, 50, InetAddress.getByName("localhost"));
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Returns the number of connections on which bytes have arrived. */
    int connections() {
        return used.get();
    }

    /** Stops forwarding on all current connections. */
    synchronized void fallSilent() {
        silentUpTo = accepted;
    }

    private void accept() throws IOException {
        while (true) {
            Socket from = server.accept();
            Socket to = new Socket(InetAddress.getByName("localhost"), toPort);
            sockets.add(from);
            sockets.add(to);
            int number;
            synchronized (this) {
                number = ++accepted;
            }
            start(() -> copy(from, to, number, true));
            start(() -> copy(to, from, number, false));
        }
    }

    private void copy(Socket from, Socket to, int number, boolean counts) throws IOException {
        byte[] buffer = new byte[8192];
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        boolean first = counts;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            if (first) used.incrementAndGet();
            first = false;
            if (number > silentUpTo) out.write(buffer, 0, n);
        }
    }

    private interface Loop {
        void run() throws IOException;
    }

    private static void start(Loop loop) {
        Thread thread = new Thread(() -> {
            try {
                loop.run();
            } catch (IOException e) {
                // The end of a connection, or of the proxy.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) socket.close();
    }
}
