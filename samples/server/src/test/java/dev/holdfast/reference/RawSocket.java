package dev.holdfast.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** A WebSocket that says what it is told to, right or wrong. Frames are written with single quotes. */
final class RawSocket extends WebSocketListener {
    private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    private final WebSocket socket;
    private volatile boolean hanging;

    record Closed(int code, String reason) {}

    record Failed(Throwable cause, int status, @Nullable String retryAfter) {}

    RawSocket(OkHttpClient client, Request request) {
        boolean named = request.header("Sec-WebSocket-Protocol") != null;
        Request upgrade = named
                ? request
                : request.newBuilder()
                        .header("Sec-WebSocket-Protocol", "holdfast.v1")
                        .build();
        socket = client.newWebSocket(upgrade, this);
    }

    RawSocket send(String frame) {
        assertThat(socket.send(frame.replace('\'', '"'))).isTrue();
        return this;
    }

    RawSocket sendBinary(byte[] bytes) {
        assertThat(socket.send(ByteString.of(bytes))).isTrue();
        return this;
    }

    /** The next frame, but for pings. */
    JsonObject next() {
        Object next = take();
        if (!(next instanceof JsonObject frame)) throw new AssertionError("Not a frame: " + next);
        return frame.get("type").getAsString().equals("ping") ? next() : frame;
    }

    JsonObject expect(String type) {
        JsonObject frame = next();
        assertThat(frame.get("type").getAsString()).as("%s", frame).isEqualTo(type);
        return frame;
    }

    /** The next frame as text. */
    String text() {
        return next().toString().replace('"', '\'');
    }

    /** How it ended; frames before that are passed over. */
    Closed closed() {
        while (true) {
            Object next = take();
            if (next instanceof Closed closed) return closed;
            if (next instanceof Failed failed) throw new AssertionError(failed.cause);
        }
    }

    /** How the upgrade was refused, or the connection was cut; frames before that are passed over. */
    Failed failed() {
        while (true) {
            Object next = take();
            if (next instanceof Failed failed) return failed;
            if (next instanceof Closed) throw new AssertionError("Not cut but " + next);
        }
    }

    /** From now on it reads nothing, and answers no goodbye. */
    void hangs() {
        hanging = true;
    }

    void close() {
        socket.close(1000, null);
        closed();
    }

    void cancel() {
        socket.cancel();
    }

    private Object take() {
        try {
            Object next = heard.poll(30, TimeUnit.SECONDS);
            if (next == null) throw new AssertionError("Nothing heard");
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void onMessage(WebSocket webSocket, String text) {
        heard.add(JsonParser.parseString(text));
    }

    @Override
    public void onClosing(WebSocket webSocket, int code, String reason) {
        if (hanging) return;
        webSocket.close(1000, null);
        heard.add(new Closed(code, reason));
    }

    @Override
    public void onClosed(WebSocket webSocket, int code, String reason) {
        heard.add(new Closed(code, reason));
    }

    @Override
    public void onFailure(WebSocket webSocket, Throwable cause, @Nullable Response response) {
        int status = response == null ? 0 : response.code();
        heard.add(new Failed(cause, status, response == null ? null : response.header("Retry-After")));
    }
}
