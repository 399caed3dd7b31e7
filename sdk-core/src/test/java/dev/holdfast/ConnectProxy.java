package dev.holdfast;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP proxy that knows nothing but CONNECT, and asks for a password if there is one. */
final class ConnectProxy implements AutoCloseable {
    /** The first line of each request. */
    final List<String> requests = new CopyOnWriteArrayList<>();

    private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final String authorization;

    /** @param authorization what Proxy-Authorization must be; null for anything */
    ConnectProxy(String authorization) throws IOException {
        this.authorization = authorization;
        threads.execute(this::accept);
    }

    Proxy proxy() {
        return new Proxy(Proxy.Type.HTTP, new InetSocketAddress("localhost", server.getLocalPort()));
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                sockets.add(client);
                threads.execute(() -> serve(client));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private void serve(Socket client) {
        try {
            String head = head(client.getInputStream());
            requests.add(head.substring(0, head.indexOf('\r')));
            if (authorization != null && !head.contains("\r\nProxy-Authorization: " + authorization + "\r\n")) {
                answer(client, "407 Who are you?\r\nProxy-Authenticate: Basic realm=\"p\"\r\nConnection: close");
                client.close();
                return;
            }
            String[] to = head.split(" ", 3)[1].split(":", 2);
            Socket target = new Socket(to[0], Integer.parseInt(to[1]));
            sockets.add(target);
            answer(client, "200 Connected");
            threads.execute(() -> copy(client, target));
            copy(target, client);
        } catch (IOException e) {
            // Either side went away.
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) throw new IOException("no request");
            head.append((char) b);
        }
        return head.toString();
    }

    private static void answer(Socket to, String text) throws IOException {
        to.getOutputStream().write(("HTTP/1.1 " + text + "\r\n\r\n").getBytes(ISO_8859_1));
        to.getOutputStream().flush();
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // Either side went away.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) socket.close();
        threads.shutdownNow();
    }
}
