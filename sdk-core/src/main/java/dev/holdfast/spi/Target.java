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

/** Where and how to connect: all that one connection's request says. Immutable; each method answers a copy. */
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

    /** A GET of a URL. */
    public static Target of(String url) {
        return new Target(url, "GET", null, null, Collections.emptyMap(), Collections.emptyList(), null);
    }

    /** The same for another URL. */
    public Target withUrl(String url) {
        return new Target(url, method, body, contentType, headers, subprotocols, authorization);
    }

    /** The same with a method and a body; the array is not copied. */
    public Target withBody(String method, byte[] body, String contentType) {
        return new Target(url, method, body, contentType, headers, subprotocols, authorization);
    }

    /** The same with one more header; a later one of the same name, whatever its case, replaces it. */
    public Target withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.keySet().removeIf(name::equalsIgnoreCase);
        more.put(name, value);
        return new Target(
                url, method, body, contentType, Collections.unmodifiableMap(more), subprotocols, authorization);
    }

    /** The same with one more WebSocket subprotocol to offer, the preferred first (RFC 6455 section 1.9). */
    public Target withSubprotocol(String name) {
        if (subprotocols.contains(name)) return this;
        List<String> more = new ArrayList<>(subprotocols);
        more.add(name);
        return new Target(url, method, body, contentType, headers, Collections.unmodifiableList(more), authorization);
    }

    /** The same with the value of the {@code Authorization} header; null for none. */
    public Target withAuthorization(@Nullable String authorization) {
        return new Target(url, method, body, contentType, headers, subprotocols, authorization);
    }

    /** The same with who the app is. */
    public Target withCredentials(Authorization by) {
        if (by.place() == Authorization.Place.QUERY) {
            return withUrl(url + (url.indexOf('?') < 0 ? "?" : "&") + encoded(by.name()) + "=" + encoded(by.value()));
        }
        return by.name().equalsIgnoreCase("Authorization")
                ? withAuthorization(by.value())
                : withHeader(by.name(), by.value());
    }

    @SuppressWarnings("JdkObsolete") // the newer one is not in Android 8
    private static String encoded(String text) {
        try {
            return URLEncoder.encode(text, "UTF-8").replace("+", "%20");
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("every Java platform has UTF-8", e);
        }
    }

    /** The URL, as the app or the protocol wrote it. */
    public String url() {
        return url;
    }

    /** The HTTP method. */
    public String method() {
        return method;
    }

    /** The body, null for none. Not to be changed. */
    public byte @Nullable [] body() {
        return body;
    }

    /** The body's content type, null where there is no body. */
    public @Nullable String contentType() {
        return contentType;
    }

    /** Headers of the app and of the protocol, without credentials. They stay behind when a redirect leaves the origin. */
    public Map<String, String> headers() {
        return headers;
    }

    /** WebSocket subprotocols to offer; empty to offer none. */
    public List<String> subprotocols() {
        return subprotocols;
    }

    /** The value for the {@code Authorization} header, null for none. Never logged. */
    public @Nullable String authorization() {
        return authorization;
    }

    /** Without headers, query or credentials. */
    @Override
    public String toString() {
        int query = url.indexOf('?');
        return method + " " + (query < 0 ? url : url.substring(0, query) + "?…");
    }
}
