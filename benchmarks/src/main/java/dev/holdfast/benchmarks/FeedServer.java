package dev.holdfast.benchmarks;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * A server that sends feeds with JDK sockets and precomputed bytes. After its last message it waits until the client
 * closes the connection, so that no reconnect is part of the measurement.
 */
final class FeedServer implements Closeable {
    /** The number of messages in one write: about 64 KiB. */
    private static final int BLOCK = 512;

    private static final String WEB_SOCKET_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket listening;
    private final Pacer pacer = new Pacer();

    FeedServer() throws IOException {
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread("accept", this::accept);
    }

    /** Serves until its standard input ends, which happens when the parent process ends. */
    public static void main(String[] args) throws IOException {
        try (FeedServer server = new FeedServer()) {
            System.out.println(server.port());
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }

    int port() {
        return listening.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    private static void thread(String name, Runnable task) {
        Thread thread = new Thread(task, "feed-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                thread("connection", () -> serve(socket));
            }
        } catch (IOException closed) {
            // The server socket is closed, so no further client connects.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            String request = head(in);
            String[] path = request.substring(request.indexOf('/') + 1, request.indexOf(" HTTP/"))
                    .split("/", 0);
            FeedKind kind = FeedKind.ofPath(path[0]);
            int messages = Integer.parseInt(path[1]);
            out.write(answer(kind, request, bytes(kind, messages)).getBytes(StandardCharsets.ISO_8859_1));
            if (path.length > 2) pacer.join(kind, out, Integer.parseInt(path[2]), messages);
            else drain(kind, out, messages);
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException gone) {
            // The client has received everything and closed the connection.
        }
    }

    private static void drain(FeedKind kind, OutputStream out, int messages) throws IOException {
        Feed block = Feed.of(kind, BLOCK);
        for (int sent = 0; sent < messages; sent += block.messages()) {
            if (messages - sent < block.messages()) block = Feed.of(kind, messages - sent);
            block.stamp(sent);
            out.write(block.bytes());
        }
    }

    /** Returns the number of bytes that a drain sends after the head. A client that does not parse needs it. */
    private static long bytes(FeedKind kind, int messages) {
        int rest = messages % BLOCK;
        long whole = (long) (messages / BLOCK) * Feed.of(kind, BLOCK).bytes().length;
        return rest == 0 ? whole : whole + Feed.of(kind, rest).bytes().length;
    }

    static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || head.lastIndexOf("\r\n\r\n") != head.length() - 4) {
            int b = in.read();
            if (b < 0) throw new IOException("The request ended early");
            head.append((char) b);
        }
        return head.toString();
    }

    private static String answer(FeedKind kind, String request, long bytes) {
        String length = BareSocket.LENGTH_HEADER + ": " + bytes + "\r\n";
        if (!kind.webSocket()) {
            return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n" + length
                    + "\r\n";
        }
        return agree(request, length);
    }

    /** Returns the response that accepts a WebSocket, with additional header lines. */
    static String agree(String request, String more) {
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + accept(header(request, "sec-websocket-key")) + "\r\n" + more + "\r\n";
    }

    private static String header(String request, String name) {
        for (String line : request.split("\r\n", 0)) {
            int colon = line.indexOf(':');
            if (colon == name.length() && line.regionMatches(true, 0, name, 0, colon)) {
                return line.substring(colon + 1).trim();
            }
        }
        throw new IllegalArgumentException("The request has no " + name);
    }

    /** Returns the {@code Sec-WebSocket-Accept} value for a key (RFC 6455 section 4.2.2). */
    private static String accept(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1")
                    .digest((key + WEB_SOCKET_GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
