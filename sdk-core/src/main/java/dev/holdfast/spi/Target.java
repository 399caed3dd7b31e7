package dev.holdfast.spi;

import dev.holdfast.Authorization;
import java.io.UnsupportedEncodingException;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The request that opens one connection. Immutable; each {@code with} method returns a copy. */
public final class Target {
    private final String url;
    private final String method;
    private final byte @Nullable [] body;
    private final @Nullable String contentType;
    private final Map<String, String> headers;
    private final List<String> subprotocols;
    private final @Nullable String authorization;

    private Target(
            String url,
            String method,
            byte @Nullable [] body,
            @Nullable String contentType,
            Map<String, String> headers,
            List<String> subprotocols,
            @Nullable String authorization) {
        this.url = url;
        this.method = method;
        this.body = body;
        this.contentType = contentType;
        this.headers = headers;
        this.subprotocols = subprotocols;
        this.authorization = authorization;
    }

    /** Returns a GET request to a URL. */
    public static Target of(String url) {
        return new Target(url, "GET", null, null, Collections.emptyMap(), Collections.emptyList(), null);
    }

    /** Returns a copy with another URL. */
    public Target withUrl(String url) {
        return new Target(url, method, body, contentType, headers, subprotocols, authorization);
    }

    /** Returns a copy with an HTTP method and a body. The array is not copied. */
    public Target withBody(String method, byte[] body, String contentType) {
        return new Target(url, method, body, contentType, headers, subprotocols, authorization);
    }

    /** Returns a copy with a header added. It replaces a header of the same name; names ignore case. */
    public Target withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.keySet().removeIf(name::equalsIgnoreCase);
        more.put(name, value);
        return new Target(
                url, method, body, contentType, Collections.unmodifiableMap(more), subprotocols, authorization);
    }

    /**
     * Returns a copy that offers one more WebSocket subprotocol, after those offered already. Add the preferred one
     * first (RFC 6455 section 1.9).
     */
    public Target withSubprotocol(String name) {
        if (subprotocols.contains(name)) return this;
        List<String> more = new ArrayList<>(subprotocols);
        more.add(name);
        return new Target(url, method, body, contentType, headers, Collections.unmodifiableList(more), authorization);
    }

    /** Returns a copy with this value of the {@code Authorization} header. Null removes the header. */
    public Target withAuthorization(@Nullable String authorization) {
        return new Target(url, method, body, contentType, headers, subprotocols, authorization);
    }

    /** Returns a copy with the application's credentials, as a header or a query parameter. */
    public Target withCredentials(Authorization credentials) {
        String name = credentials.name();
        String value = credentials.value();
        if (credentials.place() == Authorization.Place.QUERY) {
            return withUrl(url + (url.indexOf('?') < 0 ? "?" : "&") + encoded(name) + "=" + encoded(value));
        }
        return name.equalsIgnoreCase("Authorization") ? withAuthorization(value) : withHeader(name, value);
    }

    @SuppressWarnings("JdkObsolete") // The overload with a Charset is missing on Android 8.
    private static String encoded(String text) {
        try {
            return URLEncoder.encode(text, "UTF-8").replace("+", "%20");
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("UTF-8 is missing on this platform", e);
        }
    }

    /** Returns the URL as the application or the protocol gave it. */
    public String url() {
        return url;
    }

    /** Returns the HTTP method. */
    public String method() {
        return method;
    }

    /** Returns the request body, or null if there is none. Do not modify the array. */
    public byte @Nullable [] body() {
        return body;
    }

    /** Returns the content type of the body, or null if there is no body. */
    public @Nullable String contentType() {
        return contentType;
    }

    /**
     * Returns the headers of the application and of the protocol. The {@code Authorization} header is not among them. A
     * redirect to another origin carries only {@code Last-Event-ID} over.
     */
    public Map<String, String> headers() {
        return headers;
    }

    /** Returns the WebSocket subprotocols to offer, preferred first. Empty if none are offered. */
    public List<String> subprotocols() {
        return subprotocols;
    }

    /** Returns the value of the {@code Authorization} header, or null if there is none. It is never logged. */
    public @Nullable String authorization() {
        return authorization;
    }

    /** Returns the method and the URL without its query. Headers and credentials are left out. */
    @Override
    public String toString() {
        int query = url.indexOf('?');
        return method + " " + (query < 0 ? url : url.substring(0, query) + "?…");
    }
}
