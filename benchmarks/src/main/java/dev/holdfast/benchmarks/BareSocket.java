package dev.holdfast.benchmarks;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * A client that reads the bytes of a feed and discards them. It shows the cost of the machine without any client. It
 * reads at most as many bytes at once as OkHttp.
 */
final class BareSocket implements FeedClient {
    /** The response header with the number of bytes after the head. */
    static final String LENGTH_HEADER = "Feed-Bytes";

    private static final int READ_BYTES = 8192;

    @Override
    public String name() {
        return "bare socket read";
    }

    @Override
    public Closeable connect(String url, Receiver receiver) throws IOException {
        URI uri = URI.create(url);
        Socket socket = new Socket(uri.getHost(), uri.getPort());
        String request = "GET " + uri.getPath() + " HTTP/1.1\r\nHost: " + uri.getAuthority()
                + "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        Thread reader = new Thread(() -> read(socket, receiver), "bare-socket");
        reader.setDaemon(true);
        reader.start();
        return socket;
    }

    private static void read(Socket socket, Receiver receiver) {
        try {
            InputStream in = socket.getInputStream();
            long left = length(in);
            byte[] buffer = new byte[READ_BYTES];
            while (left > 0) {
                int n = in.read(buffer);
                if (n < 0) throw new IOException("The feed ended early");
                left -= n;
            }
            receiver.discarded();
        } catch (IOException e) {
            receiver.failed(e);
        }
    }

    private static long length(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) head.append((char) in.read());
        return head.toString()
                .lines()
                .filter(line -> line.startsWith(LENGTH_HEADER + ": "))
                .mapToLong(line -> Long.parseLong(line.substring(LENGTH_HEADER.length() + 2)))
                .findFirst()
                .orElseThrow(() -> new IOException("No " + LENGTH_HEADER + " in: " + head));
    }

    @Override
    public void close() {}
}
