package dev.holdfast.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers every request as the test says, and remembers what was asked. */
public final class EventServer implements AutoCloseable {
    /** What to answer. */
    public interface Answer {
        /** Answers one request; the exchange is closed after it. */
        void to(Asked asked) throws IOException, InterruptedException;
    }

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Asked> requests = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    /** Listens at once. */
    public EventServer(Answer answer) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                Asked asked = new Asked(exchange, requests.size());
                requests.add(asked);
                answer.to(asked);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    /** A feed that sends these events at once and then stays open. */
    public static EventServer staying(String... events) {
        return new EventServer(asked -> asked.stream(events).stay());
    }

    /** Where it is. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/feed";
    }

    /** What was asked so far. */
    public List<Asked> requests() {
        return requests;
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    /** One request. */
    public final class Asked {
        private final HttpExchange exchange;
        private final int number;
        private OutputStream out = OutputStream.nullOutputStream();

        private Asked(HttpExchange exchange, int number) {
            this.exchange = exchange;
            this.number = number;
        }

        /** How many came before. */
        public int number() {
            return number;
        }

        /** A header; null where there is none. */
        public String header(String name) {
            return exchange.getRequestHeaders().getFirst(name);
        }

        /** The method. */
        public String method() {
            return exchange.getRequestMethod();
        }

        /** The path and the query. */
        public String path() {
            return exchange.getRequestURI().toString();
        }

        /** The body. */
        public String body() throws IOException {
            return new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        }

        /** Adds a header to the answer. */
        public Asked answering(String name, String value) {
            exchange.getResponseHeaders().set(name, value);
            return this;
        }

        /** Answers with a status, a type and a text. */
        public void answer(int status, String type, String text) throws IOException {
            byte[] bytes = text.getBytes(UTF_8);
            answering("Content-Type", type);
            boolean body = bytes.length > 0 && !method().equals("HEAD");
            exchange.sendResponseHeaders(status, body ? bytes.length : -1);
            if (body) exchange.getResponseBody().write(bytes);
        }

        /** Begins an answer whose body has no end. */
        public Asked begin(int status, String type) throws IOException {
            answering("Content-Type", type);
            exchange.sendResponseHeaders(status, 0);
            exchange.getResponseBody().flush();
            return this;
        }

        /** Begins an event stream with these events, each without its empty line. */
        public Asked stream(String... events) throws IOException {
            answering("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, method().equals("HEAD") ? -1 : 0);
            if (method().equals("HEAD")) return this;
            out = exchange.getResponseBody();
            out.flush();
            return send(events);
        }

        /** Sends more events, each by itself. */
        public Asked send(String... events) throws IOException {
            for (String event : events) {
                out.write((event + "\n\n").getBytes(UTF_8));
                out.flush();
            }
            return this;
        }

        /** Keeps the stream open until the server is closed. */
        public void stay() throws InterruptedException {
            if (!method().equals("HEAD")) closed.await();
        }
    }
}
