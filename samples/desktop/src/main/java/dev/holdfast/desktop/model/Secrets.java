package dev.holdfast.desktop.model;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A token, headers and the server they belong to: the first server connected to after they were entered. No other
 * server receives them. They are kept until the program ends.
 */
public final class Secrets {
    private Map<String, String> headers = Map.of();
    private String token = "";
    private @Nullable String server;

    /** Sets new secrets. The next connection determines their server. */
    public void give(Map<String, String> headers, String token) {
        this.headers = new LinkedHashMap<>(headers);
        this.token = token;
        server = null;
    }

    /** Returns whether this URL's server may receive the secrets. */
    public boolean areFor(String url) {
        return server == null || server.equals(server(url));
    }

    /** Binds the secrets to this URL's server. */
    public void wentTo(String url) {
        if (areFor(url)) server = server(url);
    }

    /** Returns whether there are no secrets. */
    public boolean isEmpty() {
        return headers.isEmpty() && token.isEmpty();
    }

    /** Returns the server of the secrets, or null if not determined yet. */
    public @Nullable String server() {
        return server;
    }

    public Map<String, String> headers() {
        return headers;
    }

    public String token() {
        return token;
    }

    /** Returns host, port and TLS. Secrets for TLS are not sent to the same host without TLS. */
    static String server(String url) {
        String safe = SafeUrl.of(url).toLowerCase(Locale.ROOT);
        int scheme = safe.indexOf("://");
        if (scheme < 0) return safe;
        int path = safe.indexOf('/', scheme + 3);
        String host = path < 0 ? safe.substring(scheme + 3) : safe.substring(scheme + 3, path);
        boolean tls = safe.startsWith("https:") || safe.startsWith("wss:");
        String port = tls ? ":443" : ":80";
        boolean named = host.lastIndexOf(':') > host.lastIndexOf(']');
        return (tls ? "TLS " : "") + (named ? host : host + port);
    }

    /** Returns a description without the secrets. */
    @Override
    public String toString() {
        return isEmpty() ? "no secrets" : "secrets for " + (server == null ? "the next server" : server);
    }
}
