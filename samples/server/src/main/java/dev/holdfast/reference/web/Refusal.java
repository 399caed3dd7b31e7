package dev.holdfast.reference.web;

import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** A rejected request: status, reason and the seconds until a retry (0: never). */
record Refusal(int status, String reason, long retryAfter) {
    Refusal(int status, String reason) {
        this(status, reason, 0);
    }

    void write(Response response, Callback callback) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        if (retryAfter > 0) response.getHeaders().put(HttpHeader.RETRY_AFTER, Long.toString(retryAfter));
        if (status == 401) response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
        String body = "{\"error\":" + Json.quoted(reason) + "}\n";
        response.getHeaders()
                .put(HttpHeader.CONTENT_LENGTH, Integer.toString(body.getBytes(StandardCharsets.UTF_8).length));
        Content.Sink.write(response, true, body, callback);
    }
}
