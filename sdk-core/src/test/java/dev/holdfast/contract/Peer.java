package dev.holdfast.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * A server on a real socket that does what the test says and nothing else. It has no thread: the test accepts, reads and
 * writes itself. A subclass says how its transport is answered and how messages are written.
 */
abstract class Peer implements AutoCloseable {
    private final ServerSocket server;
    private final List<Socket> sockets = new ArrayList<>();
    /** How long to wait for a client to say something, or to go. */
    int patienceMillis = 30_000;

    Peer() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        server.setSoTimeout(30_000);
    }

    /** The answer that accepts, as far as the empty line, which is not part of it. */
    abstract String acceptance(String requestHead) throws Exception;

    /** A message as it is on the wire. */
    abstract byte[] text(String text);

    /** Something that is no message. */
    abstract byte[] empty();

    /** The polite end; what the transport has no word for is said by ending the stream. */
    abstract byte[] goodbye();

    abstract String scheme();

    String url() {
        return scheme() + "://localhost:" + port() + "/feed";
    }

    int port() {
        return server.getLocalPort();
    }

    /** Takes the next connection and reads the head of its request. */
    Incoming next() throws IOException {
        Socket socket = server.accept();
        sockets.add(socket);
        socket.setSoTimeout(patienceMillis);
        return new Incoming(socket);
    }

    /** A connection to the port that nobody but the caller made. */
    Socket connectMyself() throws IOException {
        Socket mine = new Socket(InetAddress.getLoopbackAddress(), port());
        sockets.add(mine);
        return mine;
    }

    Socket acceptOnly() throws IOException {
        Socket socket = server.accept();
        sockets.add(socket);
        return socket;
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) socket.close();
    }

    /** One request, and the connection it came on. */
    final class Incoming {
        final String head;
        private final Socket socket;
        private final InputStream in;

        private Incoming(Socket socket) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
            StringBuilder text = new StringBuilder();
            while (text.indexOf("\r\n\r\n") < 0) {
                int b = in.read();
                if (b < 0) throw new IOException("the request ends too early: " + text);
                text.append((char) b);
            }
            head = text.toString();
        }

        void send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }

        void accept() throws Exception {
            accept("");
        }

        /** Accepts, with more headers, each with its line end. */
        void accept(String headers) throws Exception {
            send((acceptance(head) + headers + "\r\n").getBytes(ISO_8859_1));
        }

        /** Any other answer; it has no body unless one is given, and the connection ends with it. */
        void answer(String status, String headers, String body) throws IOException {
            send(("HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + body.length()
                            + "\r\nConnection: close\r\n\r\n" + body)
                    .getBytes(ISO_8859_1));
        }

        void redirect(String url) throws IOException {
            answer("307 Temporary Redirect", "Location: " + url + "\r\n", "");
        }

        void end() throws IOException {
            socket.shutdownOutput();
        }

        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Waits for one byte, and answers whether it came. */
        boolean receives() throws IOException {
            return in.read() >= 0;
        }

        /** Waits until the client has closed, however it did. */
        void awaitClosed() throws IOException {
            try {
                while (in.read() >= 0) {
                    // What it said before does not matter here.
                }
            } catch (java.net.SocketTimeoutException e) {
                throw new AssertionError("the connection is still open", e);
            } catch (IOException e) {
                // A reset is an end as well.
            }
        }
    }
}
