package dev.holdfast.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads a topic's event stream without Holdfast, and comes back behind the last block that it had whole. It keeps no message
 * from anybody: what is sent twice is counted twice.
 */
final class RawReader implements AutoCloseable {
    private static final Executor PACE = CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);

    private final int port;
    private final String topic;
    private final Map<String, Integer> timesById = new ConcurrentHashMap<>();
    private final Map<Integer, Boolean> numbers = new ConcurrentHashMap<>();
    private final AtomicInteger gaps = new AtomicInteger();
    private final AtomicInteger streams = new AtomicInteger();
    private final Thread thread = new Thread(this::run, "raw-reader");
    private volatile Socket socket = new Socket();
    private volatile boolean closed;
    private String cursor = "";

    RawReader(int port, String topic) {
        this.port = port;
        this.topic = topic;
        thread.start();
    }

    private void run() {
        while (!closed) {
            try (Socket next = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket = next;
                if (!closed) read(next);
            } catch (IOException e) {
                // The proxy or a node went: it comes back.
            }
            CompletableFuture.runAsync(() -> {}, PACE).join();
        }
    }

    private void read(Socket from) throws IOException {
        String resume = cursor.isEmpty() ? "" : "Last-Event-ID: " + cursor + "\r\n";
        String request = "GET /realtime?topic=" + topic + " HTTP/1.0\r\nHost: localhost\r\n" + resume + "\r\n";
        from.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        BufferedReader lines = new BufferedReader(new InputStreamReader(from.getInputStream(), StandardCharsets.UTF_8));
        if (!String.valueOf(lines.readLine()).contains(" 200")) return;
        String id = "";
        String data = "";
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("id: ")) id = line.substring(4);
            else if (line.startsWith("data: ")) data = line.substring(6);
            else if (line.isEmpty()) {
                block(id, data);
                id = "";
                data = "";
            }
        }
    }

    private void block(String id, String data) {
        if (!id.isEmpty()) cursor = id;
        if (data.contains("\"type\":\"subscribed\"")) {
            boolean again = streams.incrementAndGet() > 1;
            if (again && !data.contains("\"resumed\"")) gaps.incrementAndGet();
        } else if (data.contains("\"type\":\"message\"")) {
            timesById.merge(id, 1, Integer::sum);
            numbers.put(Integer.valueOf(data.replaceAll(".*\"data\":(\\d+)}", "$1")), true);
        }
    }

    boolean isServed() {
        return streams.get() > 0;
    }

    boolean heard(int number) {
        return numbers.containsKey(number);
    }

    int messages() {
        return timesById.size();
    }

    /** How often it was served anew. */
    int returns() {
        return Math.max(0, streams.get() - 1);
    }

    int sentTwice() {
        return timesById.values().stream().mapToInt(times -> times - 1).sum();
    }

    int gaps() {
        return gaps.get();
    }

    @Override
    public void close() {
        closed = true;
        try {
            socket.close();
            thread.join(TimeUnit.SECONDS.toMillis(30));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
