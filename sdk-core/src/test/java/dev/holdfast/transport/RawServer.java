package dev.holdfast.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;

/** A server for one connection that can violate the protocol. */
final class RawServer implements AutoCloseable {
    /** The handling of the connection after the head of the request was read. */
    interface Script {
        void run(String head, InputStream in, OutputStream out) throws Exception;
    }

    private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    RawServer(Script script) throws IOException {
        Thread thread = new Thread(() -> serve(script), "raw server");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Responds to any request with these lines of a head. {@code $} is replaced by the correct Sec-WebSocket-Accept
     * value.
     */
    static RawServer answering(String... lines) throws IOException {
        return new RawServer((head, in, out) -> {
            out.write(answer(head, lines));
            out.flush();
        });
    }

    /** Returns a head that accepts the request, with optional further lines. */
    static byte[] agree(String head, String... more) throws Exception {
        String[] lines = new String[4 + more.length];
        lines[0] = "HTTP/1.1 101 Switching Protocols";
        lines[1] = "Connection: Upgrade";
        lines[2] = "Upgrade: websocket";
        lines[3] = "Sec-WebSocket-Accept: $";
        System.arraycopy(more, 0, lines, 4, more.length);
        return answer(head, lines);
    }

    private static byte[] answer(String head, String... lines) throws Exception {
        String key =
                head.replaceFirst("(?s).*Sec-WebSocket-Key: (\\S+).*", "$1") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
        byte[] digest = MessageDigest.getInstance("SHA-1").digest(key.getBytes(ISO_8859_1));
        String accept = Base64.getEncoder().encodeToString(digest);
        return (String.join("\r\n", lines) + "\r\n\r\n").replace("$", accept).getBytes(ISO_8859_1);
    }

    String url() {
        return "ws://localhost:" + server.getLocalPort() + "/feed";
    }

    private void serve(Script script) {
        try (Socket socket = server.accept()) {
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int b = in.read();
                if (b < 0) return;
                head.append((char) b);
            }
            script.run(head.toString(), in, socket.getOutputStream());
            // Keep the connection open so that the data arrives. The client or the test ends it.
            socket.shutdownOutput();
            in.transferTo(OutputStream.nullOutputStream());
        } catch (Exception e) {
            // The client has disconnected, or the test is over.
        } finally {
            done.complete(null);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        done.orTimeout(30, SECONDS).join();
    }
}
