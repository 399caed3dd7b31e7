package dev.holdfast.transport;

import dev.holdfast.CloseReason;
import dev.holdfast.spi.FrameReader;
import dev.holdfast.spi.FrameWriter;
import java.util.function.Supplier;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** Hands the simulation what real connections read, write and judge answers with. */
public final class SimWire {
    private SimWire() {}

    /** The reader of event streams. */
    public static FrameReader sse(int maxMessageBytes) {
        return new SseReader(maxMessageBytes);
    }

    /** The reader of WebSockets, without compression. */
    public static FrameReader webSocket(int maxMessageBytes) {
        return new WebSocketReader(maxMessageBytes, null);
    }

    /** The writer of WebSockets, without compression. */
    public static FrameWriter writer(Supplier<byte[]> maskKeys) {
        return new WebSocketWriter(maskKeys, null);
    }

    /** What a transport makes of an answer that it cannot go on with. */
    public static CloseReason refusal(int status, String contentType, int retryAfterSeconds) {
        Response.Builder head = new Response.Builder()
                .request(new Request.Builder().url("https://sim.example/").build())
                .protocol(Protocol.HTTP_1_1)
                .code(status)
                .message("")
                .body(ResponseBody.create("", MediaType.get(contentType)));
        if (retryAfterSeconds > 0) head.header("Retry-After", Integer.toString(retryAfterSeconds));
        return HttpStatus.reason(head.build(), "a stream", () -> 0);
    }
}
