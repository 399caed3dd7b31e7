package dev.holdfast.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server of event streams that says nothing to the proxies before it: no {@code X-Accel-Buffering}, no
 * {@code Cache-Control}. Each stream has one event, and stays open.
 */
final class EventStreams implements AutoCloseable {
    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final boolean chunks;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    /** @param chunks of HTTP/1.1; otherwise the stream ends with its connection, as in HTTP/1.0 */
    EventStreams(boolean chunks) throws IOException {
        this.chunks = chunks;
        begin(this::accept);
    }

    private void begin(Runnable task) {
        Thread thread = new Thread(task, "event-streams");
        threads.add(thread);
        thread.start();
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                open.add(socket);
                begin(() -> serve(socket));
            }
        } catch (IOException closed) {
            // It is over.
        }
    }

    private void serve(Socket socket) {
        try {
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) return;
                head.append((char) next);
            }
            String event = "data: here\n\n";
            String answer = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                    + (chunks ? "Transfer-Encoding: chunked\r\n\r\n" : "Connection: close\r\n\r\n")
                    + (chunks ? Integer.toHexString(event.length()) + "\r\n" + event + "\r\n" : event);
            OutputStream out = socket.getOutputStream();
            out.write(answer.getBytes(UTF_8));
            out.flush();
            // Until the proxy leaves.
            while (in.read() >= 0) {}
        } catch (IOException closed) {
            // It is over.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) socket.close();
        try {
            for (Thread thread : threads) thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
