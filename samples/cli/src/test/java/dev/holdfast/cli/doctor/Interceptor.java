package dev.holdfast.cli.doctor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** A proxy that opens every tunnel to itself, and answers in it with a certificate of its own making. */
final class Interceptor implements AutoCloseable {
    private final ServerSocket listening;
    private final SSLSocketFactory certificates;

    Interceptor(SSLSocketFactory certificates) throws IOException {
        this.certificates = certificates;
        listening = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        begin(this::accept);
    }

    private static void begin(Runnable task) {
        Thread thread = new Thread(task, "interceptor");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                begin(() -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket accepted) {
        try (Socket socket = accepted) {
            if (!readHead(socket.getInputStream())) return;
            write(socket.getOutputStream(), "HTTP/1.1 200 Connection established\r\n\r\n");
            try (SSLSocket inside = (SSLSocket) certificates.createSocket(socket, "localhost", 0, true)) {
                inside.setUseClientMode(false);
                while (readHead(inside.getInputStream())) {
                    write(inside.getOutputStream(), "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                }
            }
        } catch (IOException e) {
            // The client has seen enough.
        }
    }

    private static boolean readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) return false;
            head.append((char) b);
        }
        return true;
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(ISO_8859_1));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
