package dev.holdfast.transport;

import dev.holdfast.CloseReason;
import dev.holdfast.Limits;
import dev.holdfast.SubscriptionListener;
import dev.holdfast.spi.Connection;
import dev.holdfast.spi.Dialer;
import dev.holdfast.spi.Environment;
import dev.holdfast.spi.Target;
import dev.holdfast.spi.Transport;
import java.util.LinkedHashMap;
import java.util.Map;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The transport for Server-Sent Events (WHATWG HTML section 9.2) over HTTP/1.1 and HTTP/2. The request is a GET, or a
 * request with a body. This transport only receives. Immutable; {@link #withComments} returns a copy.
 *
 * <p>Over HTTP/2 one connection carries many streams. OkHttp buffers up to 16 MiB of each stream before back-pressure
 * from a slow listener reaches the server.
 */
public final class SseTransport implements Transport {
    private static final String EVENT_STREAM = "text/event-stream";

    private final boolean comments;

    private SseTransport(boolean comments) {
        this.comments = comments;
    }

    /** Creates the transport. It ignores comments. */
    public static SseTransport create() {
        return new SseTransport(false);
    }

    /**
     * Passes comments, which are lines that begin with a colon (WHATWG HTML section 9.2.6), to {@link
     * SubscriptionListener#onComment}. A comment longer than {@link Limits#maxMessageBytes()} ends the connection as an
     * event of that length does.
     */
    public SseTransport withComments() {
        return new SseTransport(true);
    }

    @Override
    public String name() {
        return "sse";
    }

    @Override
    public boolean canSend() {
        return false;
    }

    @Override
    public boolean supportsScheme(String scheme) {
        return scheme.matches("https?");
    }

    @Override
    public Dialer dialer(Environment environment) {
        HttpEngine engine = new HttpEngine(environment, name(), false);
        HttpEngine.HeadRule rule = new HttpEngine.HeadRule() {
            @Override
            public Map<String, String> headers() {
                Map<String, String> headers = new LinkedHashMap<>();
                headers.put("Accept", EVENT_STREAM);
                headers.put("Cache-Control", "no-cache");
                // Compression is refused because a compressor buffers bytes and delays events.
                headers.put("Accept-Encoding", "identity");
                return headers;
            }

            @Override
            public @Nullable CloseReason refuse(Response head) {
                return SseTransport.refuse(head, environment);
            }
        };
        return new Dialer() {
            @Override
            public Connection newConnection(Target target) {
                return new SseConnection(engine.newExchange(target, rule), environment, comments);
            }

            @Override
            public void renew() {
                engine.renew();
            }

            @Override
            public void close() {
                engine.close();
            }
        };
    }

    private static @Nullable CloseReason refuse(Response head, Environment environment) {
        // The charset is ignored, because an event stream is always UTF-8.
        if (head.code() == 200 && EVENT_STREAM.equals(HttpStatus.mediaType(head))) {
            // Some servers send "none", which is not a registered coding, to keep proxies from compressing.
            if (head.header("Content-Encoding", "").matches("(?i)|identity|none")) return null;
            return CloseReason.fatal(
                            CloseReason.Kind.CONTENT_TYPE,
                            "The event stream is compressed: disable that on the server and on proxies")
                    .withCode(200);
        }
        return HttpStatus.reason(head, "200 with text/event-stream", environment.wallMillis());
    }
}
