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
 * A server on a real socket that is driven by the test. It has no thread: the test accepts, reads and writes. A
 * subclass defines the response and the message format of its transport.
 */
abstract class Peer implements AutoCloseable {
    private final ServerSocket server;
    private final List<Socket> sockets = new ArrayList<>();
    /** The most time to wait for data or for a disconnect of the client. */
    int patienceMillis = 30_000;

    Peer() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        server.setSoTimeout(30_000);
    }

    /** Returns the response head that accepts, without the empty line at its end. */
    abstract String acceptance(String requestHead) throws Exception;

    /** Returns a message in the format of the transport. */
    abstract byte[] text(String text);

    /** Returns data that is not a message. */
    abstract byte[] empty();

    /** Returns an orderly close. Empty if the transport closes by ending the stream. */
    abstract byte[] goodbye();

    abstract String scheme();

    String url() {
        return scheme() + "://localhost:" + port() + "/feed";
    }

    int port() {
        return server.getLocalPort();
    }

    /** Accepts the next connection and reads the head of its request. */
    Incoming next() throws IOException {
        Socket socket = server.accept();
        sockets.add(socket);
        socket.setSoTimeout(patienceMillis);
        return new Incoming(socket);
    }

    /** Opens a plain connection to the port. */
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

    /** A request and its connection. */
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

        /** Accepts the request, with further headers that each have their line end. */
        void accept(String headers) throws Exception {
            send((acceptance(head) + headers + "\r\n").getBytes(ISO_8859_1));
        }

        /** Sends another response. Without a body given it has none, and the connection ends after it. */
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

        /** Waits for one byte and returns whether it arrived. */
        boolean receives() throws IOException {
            return in.read() >= 0;
        }

        /** Waits until the client has closed the connection in any way. */
        void awaitClosed() throws IOException {
            try {
                while (in.read() >= 0) {
                    // Data that it sent before does not matter here.
                }
            } catch (java.net.SocketTimeoutException e) {
                throw new AssertionError("the connection is still open", e);
            } catch (IOException e) {
                // A reset is an accepted end as well.
            }
        }
    }
}
