package dev.holdfast.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An event stream of the numbers from 1 on, each with itself as its id, as far as was published; it forgets nothing. */
final class NumberedFeed implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    /** What follows is guarded by this. */
    private int published;

    private boolean closed;

    NumberedFeed() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/feed", this::stream);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/feed";
    }

    synchronized void publishUpTo(int number) {
        published = number;
        notifyAll();
    }

    private synchronized int publishedAfter(int sent) throws InterruptedException {
        while (published <= sent && !closed) wait();
        return closed ? -1 : published;
    }

    private void stream(HttpExchange exchange) throws IOException {
        String last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
        int sent = last == null ? 0 : Integer.parseInt(last);
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            for (int upTo = publishedAfter(sent); upTo > 0; upTo = publishedAfter(sent)) {
                StringBuilder events = new StringBuilder();
                while (sent < upTo)
                    events.append("id: ")
                            .append(++sent)
                            .append("\ndata: ")
                            .append(sent)
                            .append("\n\n");
                out.write(events.toString().getBytes(UTF_8));
                out.flush();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        server.stop(0);
        threads.shutdownNow();
    }
}
