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

/**
 * A proxy that forwards TCP connections to a local port. It applies one fault to each of the first connections and
 * forwards later ones unchanged.
 */
final class FaultProxy implements AutoCloseable {
    /** The handling of one connection, which ends when this method returns. */
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

    /** Releases the faults that wait for this call. */
    void strike() {
        struck.countDown();
    }

    // ---- the faults

    /** Forwards without a fault. */
    static final Fault NONE = (client, proxy) -> {
        Socket to = proxy.serverFor(client);
        copy(to.getInputStream(), client.getOutputStream(), "");
        client.shutdownOutput();
        proxy.struck.await();
    };

    /** Forwards the request and nothing after it, and keeps the connection open. */
    static final Fault DEAF = (client, proxy) -> {
        Socket to = proxy.connect();
        copy(client.getInputStream(), to.getOutputStream(), "\r\n\r\n");
        copy(to.getInputStream(), client.getOutputStream(), "");
        proxy.struck.await();
    };

    /** Reads and never replies. */
    static final Fault SILENCE = (client, proxy) -> client.getInputStream().transferTo(OutputStream.nullOutputStream());

    /** Forwards the response up to a text, waits for the strike, and resets the connection. */
    static Fault resetAfter(String words) {
        return (client, proxy) -> {
            passUntil(words, client, proxy);
            client.setSoLinger(true, 0);
        };
    }

    /** Like the reset, but ends the stream instead. */
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

    /** Sends a response of its own, and ends the stream. */
    static Fault answer(String answer) {
        return answer(out -> out.write(answer.getBytes(ISO_8859_1)));
    }

    /** Sends a response of its own that is too large to buffer. */
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

    /** Forwards the response one byte at a time, with a delay after each. */
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

    /** Connects to the server and forwards data from the client until either side ends. */
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

    /** Forwards up to and including a text, or to the end if it is empty. */
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
