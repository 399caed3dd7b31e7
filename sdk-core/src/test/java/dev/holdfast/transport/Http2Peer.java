package dev.holdfast.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** An HTTP/2 server without TLS (RFC 9113) that is driven by the test. It has no thread. */
final class Http2Peer implements AutoCloseable {
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int PREFACE_BYTES = 24;

    /** {@code :status 200} and a literal content type (RFC 7541 appendix A: 8, and 31 as a name). */
    private static final byte[] ACCEPTANCE = Wire.join(
            Wire.bytes(0x88, 0x0F, 31 - 15, "text/event-stream".length()), "text/event-stream".getBytes(US_ASCII));

    private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new ArrayList<>();

    Http2Peer() throws IOException {
        server.setSoTimeout(30_000);
    }

    String url() {
        return "http://localhost:" + server.getLocalPort() + "/feed";
    }

    /** Accepts a connection and reads its first request. */
    Stream next() throws IOException {
        Socket socket = server.accept();
        sockets.add(socket);
        socket.setSoTimeout(30_000);
        return new Stream(socket);
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) socket.close();
    }

    /** A request and its connection. */
    static final class Stream {
        private final DataInputStream in;
        private final OutputStream out;
        private final int id;

        private Stream(Socket socket) throws IOException {
            in = new DataInputStream(socket.getInputStream());
            out = socket.getOutputStream();
            in.readFully(new byte[PREFACE_BYTES]);
            frame(SETTINGS, 0, 0, new byte[0]);
            id = next(HEADERS);
        }

        /** Reads up to a frame of this type and returns its stream. */
        private int next(int wanted) throws IOException {
            while (true) {
                int lengthAndType = in.readInt();
                int flags = in.readUnsignedByte();
                int stream = in.readInt();
                if (in.readNBytes(lengthAndType >>> 8).length < lengthAndType >>> 8) throw new EOFException();
                int type = lengthAndType & 0xFF;
                if (type == wanted) return stream;
                if (type == SETTINGS && flags == 0) frame(SETTINGS, 1, 0, new byte[0]);
            }
        }

        /** Waits until the client cancels the stream. */
        void awaitReset() throws IOException {
            while (next(RST_STREAM) != id) {}
        }

        void accept() throws IOException {
            frame(HEADERS, END_HEADERS, id, ACCEPTANCE);
        }

        void data(String text) throws IOException {
            frame(DATA, 0, id, text.getBytes(UTF_8));
        }

        void end() throws IOException {
            frame(DATA, END_STREAM, id, new byte[0]);
        }

        /** Sends GOAWAY, which states whether this stream was accepted. */
        void goAway(boolean taken) throws IOException {
            frame(GOAWAY, 0, 0, Wire.bytes(0, 0, 0, taken ? id : 0, 0, 0, 0, 0));
        }

        private void frame(int type, int flags, int stream, byte[] payload) throws IOException {
            int length = payload.length;
            out.write(Wire.join(
                    Wire.bytes(length >> 16, length >> 8, length, type, flags, 0, 0, stream >> 8, stream), payload));
            out.flush();
        }
    }
}
