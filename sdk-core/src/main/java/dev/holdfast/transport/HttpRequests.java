package dev.holdfast.transport;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.CloseReason.Kind;
import dev.holdfast.spi.Target;
import java.util.Map;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one exchange: the first is for its target, each later one follows a redirect. Used only by the thread
 * that opens the exchange.
 */
final class HttpRequests {
    private static final String LAST_EVENT_ID = "Last-Event-ID";
    private static final byte[] NO_BYTES = {};

    private final Target target;
    private final HttpEngine.HeadRule rule;
    private int redirectsLeft;
    private HttpUrl url;
    private String method;
    private byte @Nullable [] body;
    private boolean sameOrigin = true;

    HttpRequests(Target target, HttpEngine.HeadRule rule, int maxRedirects) throws CloseException {
        this.target = target;
        this.rule = rule;
        this.redirectsLeft = maxRedirects;
        HttpUrl first = HttpUrl.parse(http(target.url()));
        if (first == null) throw new CloseException(CloseReason.fatal(Kind.INTERNAL, "The URL is not valid"));
        this.url = first;
        this.method = target.method();
        this.body = target.body();
    }

    /** Returns the URL of the {@link #next} request. */
    HttpUrl url() {
        return url;
    }

    /**
     * Returns the next request to send. A header of the transport replaces one of the application with the same name.
     *
     * @throws CloseException if a header or the method is not valid
     */
    Request next() throws CloseException {
        Headers.Builder headers = new Headers.Builder();
        headers(headers, target.headers(), sameOrigin);
        headers(headers, rule.headers(), true);
        String authorization = sameOrigin ? target.authorization() : null;
        if (authorization != null) header(headers, "Authorization", authorization, Kind.CREDENTIALS);
        String type = target.contentType();
        if (body != null && type != null) header(headers, "Content-Type", type, Kind.INTERNAL);
        try {
            return new Request.Builder()
                    .url(url)
                    .headers(headers.build())
                    .method(method, requestBody())
                    .build();
        } catch (IllegalArgumentException e) {
            throw new CloseException(CloseReason.fatal(
                    Kind.INTERNAL,
                    "A " + method + " request " + (body == null ? "needs a body" : "cannot have a body")));
        }
    }

    /** Adds headers. A cursor is always among them: it is not a credential, and a server cannot resume without it. */
    private static void headers(Headers.Builder headers, Map<String, String> added, boolean all) throws CloseException {
        for (Map.Entry<String, String> header : added.entrySet()) {
            String name = header.getKey();
            if (all || name.equalsIgnoreCase(LAST_EVENT_ID)) header(headers, name, header.getValue(), Kind.INTERNAL);
        }
    }

    private @Nullable RequestBody requestBody() {
        if (body != null) return RequestBody.create(body);
        return method.equals("POST") ? RequestBody.create(NO_BYTES) : null;
    }

    private static void header(Headers.Builder headers, String name, String value, Kind kind) throws CloseException {
        try {
            headers.set(name, value);
        } catch (IllegalArgumentException e) {
            // An id may contain any character and is sent as UTF-8 (WHATWG HTML section 9.2.4).
            if (name.equalsIgnoreCase(LAST_EVENT_ID) && value.matches("[^\\x00-\\x08\\n-\\x1f\\x7f]*")) {
                headers.removeAll(name).addUnsafeNonAscii(name, value);
                return;
            }
            throw new CloseException(CloseReason.fatal(kind, "HTTP does not allow a character in the header " + name));
        }
    }

    /**
     * Returns whether the response is a redirect. {@link #next} then returns the request that follows it.
     *
     * @throws CloseException if the redirect must not be followed
     */
    boolean redirected(Response head) throws CloseException {
        int code = head.code();
        if (code == 300 || !head.isRedirect()) return false; // 300 offers a choice
        String location = head.header("Location");
        if (location == null) throw refuse(code, "A redirect has no Location header");
        HttpUrl to = url.resolve(http(location));
        if (to == null) throw refuse(code, "A redirect does not lead to http or https");
        if (url.isHttps() && !to.isHttps()) throw refuse(code, "A redirect from https to http is not allowed");
        if (redirectsLeft-- <= 0) throw refuse(code, "Too many redirects: see Limits.withMaxRedirects");
        // Stays false once it is false: a redirect back does not make the origin in between trustworthy.
        sameOrigin &= to.scheme().equals(url.scheme()) && to.host().equals(url.host()) && to.port() == url.port();
        if (code == 303 || (code <= 302 && method.equals("POST"))) {
            method = "GET";
            body = null;
        }
        url = to;
        return true;
    }

    private static CloseException refuse(int code, String text) {
        return new CloseException(CloseReason.fatal(Kind.REDIRECT, text).withCode(code));
    }

    /** Returns the HTTP URL of the handshake for a WebSocket URL (RFC 6455 section 3). Other URLs are unchanged. */
    private static String http(String url) {
        return url.replaceFirst("(?i)^ws(s?):", "http$1:");
    }
}
