package dev.holdfast.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes TCP connections on to a port of this machine: the first ones with a fault each, the later ones as they are. */
final class FaultProxy implements AutoCloseable {
    /** What is done with one connection; it ends when this returns. */
    interface Fault {
        void on(Socket client, FaultProxy proxy) throws Exception;
    }

    private final CountDownLatch struck = new CountDownLatch(1);
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ServerSocket server;
    private final int toPort;
    private final Fault[] faults;
    private final AtomicInteger accepted = new AtomicInteger();

    FaultProxy(int toPort, Fault... faults) throws IOException {
        this(0, toPort, faults);
    }

    FaultProxy(int port, int toPort, Fault... faults) throws IOException {
        this.toPort = toPort;
        this.faults = faults;
        this.server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    int connections() {
        return accepted.get();
    }

    /** Faults that wait for it may happen now. */
    void strike() {
        struck.countDown();
    }

    // ---- the faults

    /** None. */
    static final Fault NONE = (client, proxy) -> {
        Socket to = proxy.serverFor(client);
        copy(to.getInputStream(), client.getOutputStream(), "");
        client.shutdownOutput();
        proxy.struck.await();
    };

    /** The server hears the request and nothing after it, and the connection does not end. */
    static final Fault DEAF = (client, proxy) -> {
        Socket to = proxy.connect();
        copy(client.getInputStream(), to.getOutputStream(), "\r\n\r\n");
        copy(to.getInputStream(), client.getOutputStream(), "");
        proxy.struck.await();
    };

    /** Reads and says nothing. */
    static final Fault SILENCE = (client, proxy) -> client.getInputStream().transferTo(OutputStream.nullOutputStream());

    /** Passes on what the server says as far as some words, then waits for the strike, and resets the connection. */
    static Fault resetAfter(String words) {
        return (client, proxy) -> {
            passUntil(words, client, proxy);
            client.setSoLinger(true, 0);
        };
    }

    /** The same, but ends the stream. */
    static Fault endAfter(String words) {
        return (client, proxy) -> {
            passUntil(words, client, proxy);
            client.shutdownOutput();
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        };
    }

    private static void passUntil(String words, Socket client, FaultProxy proxy) throws Exception {
        copy(proxy.serverFor(client).getInputStream(), client.getOutputStream(), words);
        proxy.struck.await();
    }

    /** Answers the request itself, and ends the stream. */
    static Fault answer(String answer) {
        return answer(out -> out.write(answer.getBytes(ISO_8859_1)));
    }

    /** The same with more words than one likes to hold. */
    static Fault answer(Answer answer) {
        return (client, proxy) -> {
            head(client.getInputStream());
            answer.write(client.getOutputStream());
            client.shutdownOutput();
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        };
    }

    interface Answer {
        void write(OutputStream out) throws IOException;
    }

    /** Passes on what the server says a byte at a time, each a while after the one before. */
    static Fault drip(long millis) {
        return (client, proxy) -> {
            client.setTcpNoDelay(true);
            InputStream from = proxy.serverFor(client).getInputStream();
            OutputStream to = client.getOutputStream();
            proxy.clock
                    .scheduleWithFixedDelay(() -> one(from, to), millis, millis, TimeUnit.MILLISECONDS)
                    .get();
        };
    }

    private static void one(InputStream from, OutputStream to) {
        try {
            int b = from.read();
            if (b < 0) throw new IllegalStateException("the end");
            to.write(b);
        } catch (IOException e) {
            throw new IllegalStateException(e); // ends the schedule
        }
    }

    // ---- how it works

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            sockets.add(client);
            int number = accepted.getAndIncrement();
            Fault fault = number < faults.length ? faults[number] : NONE;
            start(() -> {
                try (client) {
                    fault.on(client, this);
                }
            });
        }
    }

    /** Connects, and passes on what the client says until either goes. */
    private Socket serverFor(Socket client) throws IOException {
        Socket to = connect();
        start(() -> {
            try (to) {
                copy(client.getInputStream(), to.getOutputStream(), "");
            }
        });
        return to;
    }

    private Socket connect() throws IOException {
        Socket to = new Socket(InetAddress.getByName("localhost"), toPort);
        sockets.add(to);
        return to;
    }

    /** As far as some words, those included; with none, to the end. */
    private static void copy(InputStream from, OutputStream to, String words) throws IOException {
        byte[] buffer = new byte[8192];
        StringBuilder seen = new StringBuilder();
        for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
            int before = seen.length();
            if (!words.isEmpty()) seen.append(new String(buffer, 0, n, ISO_8859_1));
            int found = words.isEmpty() ? -1 : seen.indexOf(words);
            to.write(buffer, 0, found < 0 ? n : found + words.length() - before);
            if (found >= 0) return;
        }
    }

    private static void head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) throw new IOException("the request ends too early");
            head.append((char) b);
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
                // The end of a connection, or of the proxy.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        strike();
        clock.shutdownNow();
        server.close();
        for (Socket socket : sockets) socket.close();
    }
}
