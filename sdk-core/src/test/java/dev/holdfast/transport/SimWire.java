package dev.holdfast.transport;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.spi.FrameReader;
import dev.holdfast.spi.FrameWriter;
import java.util.List;
import java.util.function.Supplier;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;

/** The access of the simulation to the real readers, writers and response checks. */
public final class SimWire {
    private SimWire() {}

    /** Returns a reader of event streams. */
    public static FrameReader sse(int maxMessageBytes, boolean comments) {
        return new SseReader(maxMessageBytes, comments);
    }

    /** Returns a WebSocket reader. {@code extensions} is what the server chose, empty for no compression. */
    public static FrameReader webSocket(int maxMessageBytes, List<String> extensions) {
        return new WebSocketReader(maxMessageBytes, deflate(extensions));
    }

    /** Returns a WebSocket writer. {@code extensions} is what the server chose, empty for no compression. */
    public static FrameWriter writer(Supplier<byte[]> maskKeys, List<String> extensions) {
        return new WebSocketWriter(maskKeys, deflate(extensions));
    }

    private static PerMessageDeflate deflate(List<String> extensions) {
        try {
            return PerMessageDeflate.accept(extensions, true);
        } catch (CloseException e) {
            throw new AssertionError(e);
        }
    }

    /** Frees the native memory of a reader and a writer. */
    public static void release(FrameReader reader, FrameWriter writer) {
        if (reader instanceof WebSocketReader webSocket) webSocket.release();
        if (writer instanceof WebSocketWriter webSocket) webSocket.release();
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
