package dev.holdfast.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that plays the script named by the path of a request. */
final class HostileServer implements AutoCloseable {
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final ServerSocket server = new ServerSocket();

    HostileServer() throws IOException {
        // Small, so that back-pressure of a server that does not read arrives soon.
        server.setReceiveBufferSize(4096);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() throws IOException {
        while (true) {
            Socket socket = server.accept();
            sockets.add(socket);
            start(() -> serve(socket));
        }
    }

    private void serve(Socket socket) throws Exception {
        try (socket) {
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int b = in.read();
                if (b < 0) return;
                head.append((char) b);
            }
            HostileScript script = HostileScript.valueOf(head.toString().replaceFirst("(?s)GET /(\\S+) .*", "$1"));
            if (!script.reads()) {
                script.run(head.toString(), socket.getOutputStream());
                return;
            }
            start(() -> {
                script.run(head.toString(), socket.getOutputStream());
                socket.shutdownOutput();
            });
            // Closing with unread data would reset the connection and lose the last bytes sent.
            in.transferTo(OutputStream.nullOutputStream());
        }
    }

    private interface Task {
        void run() throws Exception;
    }

    private static void start(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (Exception e) {
                // The client has disconnected as expected, or the test is over.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) socket.close();
    }
}
