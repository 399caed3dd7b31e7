package dev.holdfast.transport;

import dev.holdfast.CloseReason;
import dev.holdfast.spi.FrameReader;
import dev.holdfast.spi.FrameWriter;
import java.util.function.Supplier;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;

/** The access of the simulation to the real readers, writers and response checks. */
public final class SimWire {
    private SimWire() {}

    /** Returns a reader of event streams. */
    public static FrameReader sse(int maxMessageBytes) {
        return new SseReader(maxMessageBytes);
    }

    /** Returns a WebSocket reader without compression. */
    public static FrameReader webSocket(int maxMessageBytes) {
        return new WebSocketReader(maxMessageBytes, null);
    }

    /** Returns a WebSocket writer without compression. */
    public static FrameWriter writer(Supplier<byte[]> maskKeys) {
        return new WebSocketWriter(maskKeys, null);
    }

    /** Returns the reason for a rejected response. */
    public static CloseReason refusal(int status, String contentType, int retryAfterSeconds) {
        Response.Builder head = new Response.Builder()
                .request(new Request.Builder().url("https://sim.example/").build())
                .protocol(Protocol.HTTP_1_1)
                .code(status)
                .message("")
                .header("Content-Type", contentType);
        if (retryAfterSeconds > 0) head.header("Retry-After", Integer.toString(retryAfterSeconds));
        return HttpStatus.reason(head.build(), "a stream", () -> 0);
    }
}
