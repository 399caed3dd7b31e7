package dev.holdfast.desktop.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** An event stream of at most ten thousand messages a second, for one client. */
final class FloodServer implements AutoCloseable {
    private static final int A_TURN = 100;
    private static final Executor PACE = CompletableFuture.delayedExecutor(10, TimeUnit.MILLISECONDS);

    private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    private final int messages;
    private final IntFunction<String> payload;
    private final CompletableFuture<Double> seconds = new CompletableFuture<>();

    FloodServer(int messages) throws IOException {
        this(messages, number -> "{\"seq\":" + number + ",\"value\":" + Math.sin(number / 5000.0) + "}");
    }

    /** @param payload of each message, by its number from 1 */
    FloodServer(int messages, IntFunction<String> payload) throws IOException {
        this.messages = messages;
        this.payload = payload;
        Thread thread = new Thread(this::serve, "flood");
        thread.setDaemon(true);
        thread.start();
    }

    String url() {
        return "http://127.0.0.1:" + listening.getLocalPort() + "/feed";
    }

    /** How long it took to send them all; completes then. */
    CompletableFuture<Double> seconds() {
        return seconds;
    }

    private void serve() {
        try (Socket socket = listening.accept()) {
            OutputStream out = socket.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n".getBytes(UTF_8));
            long began = System.nanoTime();
            for (int sent = 0; sent < messages; ) {
                StringBuilder turn = new StringBuilder();
                for (int i = 0; i < A_TURN && sent < messages; i++) {
                    turn.append("id: ").append(++sent).append("\ndata: ");
                    turn.append(payload.apply(sent)).append("\n\n");
                }
                out.write(turn.toString().getBytes(UTF_8));
                out.flush();
                // Catches up where a turn came late, so that the rate is kept.
                if (sent / 10_000.0 > (System.nanoTime() - began) / 1e9)
                    CompletableFuture.runAsync(() -> {}, PACE).join();
            }
            seconds.complete((System.nanoTime() - began) / 1e9);
            // The client leaves first.
            int unused = socket.getInputStream().readAllBytes().length;
        } catch (IOException e) {
            seconds.completeExceptionally(e);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
