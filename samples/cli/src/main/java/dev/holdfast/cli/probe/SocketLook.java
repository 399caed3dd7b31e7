package dev.holdfast.cli.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSink;
import okio.BufferedSource;
import okio.ByteString;
import okio.Okio;
import okio.Socket;
import org.jspecify.annotations.Nullable;

/** An observer of one WebSocket. Requests the upgrade and records what it receives, up to {@code close()}. */
final class SocketLook implements AutoCloseable {
    private static final String ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final long MOST_BYTES = 1 << 22;
    /** The limit on the total size of kept texts. Later texts are read and discarded. */
    private static final long MOST_KEPT = 1 << 22;

    private static final int OVERHEAD = 64;
    private static final long BODY_MILLIS = 1000;
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    /**
     * The observation of a WebSocket.
     *
     * @param status the status of the response, 0 for none
     * @param upgraded whether the upgrade succeeded
     * @param subprotocol the subprotocol that the server selected, empty for none
     * @param pings the number of pings from the server
     * @param pongMillis the time until the pong, -1 for none
     */
    record Seen(
            int status,
            boolean upgraded,
            String server,
            String subprotocol,
            String body,
            List<String> texts,
            int pings,
            long pongMillis,
            boolean over,
            @Nullable String failure) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final List<String> texts = new ArrayList<>();
    private final OkHttpClient http;
    private final Request request;
    private final String key;
    private int status;
    private boolean upgraded;
    private String server = "";
    private String subprotocol = "";
    private String body = "";
    private long kept;
    private int pings;
    private long pingedAt;
    private long pongMillis = -1;
    private boolean over;
    private @Nullable String failure;
    private @Nullable Socket socket;
    private @Nullable BufferedSink sink;

    private SocketLook(OkHttpClient http, Request request, String key) {
        this.http = http;
        this.request = request;
        this.key = key;
    }

    /** Starts an observation. {@code http} must use HTTP/1.1 only; {@code key} is 16 random bytes in base64. */
    static SocketLook begin(OkHttpClient http, Request plain, String key, String subprotocols) {
        Request.Builder request = plain.newBuilder()
                .header("Connection", "Upgrade")
                .header("Upgrade", "websocket")
                .header("Sec-WebSocket-Version", "13")
                .header("Sec-WebSocket-Key", key);
        if (!subprotocols.isEmpty()) request.header("Sec-WebSocket-Protocol", subprotocols);
        SocketLook look = new SocketLook(http, request.build(), key);
        Thread thread = new Thread(look::run, "holdfast-probe");
        thread.setDaemon(true);
        thread.start();
        return look;
    }

    private void run() {
        try (Response response = http.newCall(request).execute()) {
            Socket raw = response.code() == 101 ? response.socket() : null;
            String accept = ByteString.encodeUtf8(key + ACCEPT_SUFFIX).sha1().base64();
            boolean agreed = raw != null && accept.equals(response.header("Sec-WebSocket-Accept"));
            record(() -> {
                status = response.code();
                server = String.valueOf(response.header("Server", ""));
                subprotocol = String.valueOf(response.header("Sec-WebSocket-Protocol", ""));
                socket = raw;
                if (raw != null) sink = Okio.buffer(raw.getSink());
                upgraded = agreed;
            });
            if (raw == null) readBody(response);
            else if (agreed) read(Okio.buffer(raw.getSource()));
        } catch (IOException | RuntimeException e) { // any error ends the wait in await()
            record(() -> failure = e.getClass().getSimpleName());
        } finally {
            record(() -> over = true);
        }
    }

    /** Reads the body of a failed upgrade, for at most {@link #BODY_MILLIS}. */
    private void readBody(Response response) throws IOException {
        if (String.valueOf(response.header("Content-Type", "")).contains("event-stream")) return;
        response.body().source().timeout().timeout(BODY_MILLIS, TimeUnit.MILLISECONDS);
        String said = response.peekBody(2000).string();
        record(() -> body = said);
    }

    private void read(BufferedSource in) throws IOException {
        ping();
        Buffer message = new Buffer();
        while (true) {
            int first = in.readByte() & 0xff;
            int second = in.readByte() & 0xff;
            long length = second & 0x7f;
            if (length == 126) length = in.readShort() & 0xffff;
            else if (length == 127) length = in.readLong();
            if ((second & 0x80) != 0 || length < 0 || length > MOST_BYTES)
                throw new IOException("not a valid server frame");
            byte[] payload = in.readByteArray(length);
            int opcode = first & 0x0f;
            switch (opcode) {
                case PING -> {
                    record(() -> pings++);
                    send(PONG, payload);
                }
                case PONG -> record(() -> pongMillis = (System.nanoTime() - pingedAt) / 1_000_000);
                case CLOSE -> {
                    return;
                }
                default -> {
                    if (opcode != 0) message.clear();
                    if (message.size() + payload.length <= MOST_BYTES) message.write(payload);
                    if ((first & 0x80) == 0) continue;
                    String text = message.readUtf8();
                    record(() -> {
                        if (kept < MOST_KEPT) texts.add(text);
                        kept += text.length() + OVERHEAD;
                    });
                }
            }
        }
    }

    private void ping() throws IOException {
        record(() -> pingedAt = System.nanoTime());
        send(PING, "holdfast".getBytes(UTF_8));
    }

    /** Sends a text message. No-op without a connection. */
    void say(String text) {
        try {
            send(TEXT, text.getBytes(UTF_8));
        } catch (IOException e) {
            // The missing response is detected by its timeout.
        }
    }

    /** Sends a frame. The mask is zero, which is sufficient because a probe's data is not cacheable. */
    private void send(int opcode, byte[] payload) throws IOException {
        lock.lock();
        try {
            BufferedSink out = sink;
            if (out == null) return;
            out.writeByte(0x80 | opcode);
            if (payload.length < 126) out.writeByte(0x80 | payload.length);
            else out.writeByte(0x80 | 126).writeShort(payload.length);
            out.writeInt(0).write(payload);
            out.flush();
        } finally {
            lock.unlock();
        }
    }

    private void record(Runnable change) {
        lock.lock();
        try {
            change.run();
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns the redirects so far, or null if they are not recorded. */
    @Nullable
    Trail trail() {
        return request.tag(Trail.class);
    }

    /** Returns the observation so far. */
    Seen seen() {
        lock.lock();
        try {
            return new Seen(
                    status, upgraded, server, subprotocol, body, List.copyOf(texts), pings, pongMillis, over, failure);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the observation suffices, the connection ends, or the deadline passes. */
    Seen await(long deadlineNanos, Predicate<Seen> enough) throws InterruptedException {
        lock.lock();
        try {
            long left = deadlineNanos - System.nanoTime();
            while (!over && left > 0 && !enough.test(seen())) left = more.awaitNanos(left);
            return seen();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (socket != null) socket.cancel();
        } finally {
            lock.unlock();
        }
    }
}
