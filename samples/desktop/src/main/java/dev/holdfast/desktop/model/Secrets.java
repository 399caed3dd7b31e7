package dev.holdfast.desktop.model;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A token and headers, and the server that they are for: the first one that is connected to after they were given. No other
 * server gets them. They live as long as the program.
 */
public final class Secrets {
    private Map<String, String> headers = Map.of();
    private String token = "";
    private @Nullable String server;

    /** From now on these; whose they are is open until the next connection. */
    public void give(Map<String, String> headers, String token) {
        this.headers = new LinkedHashMap<>(headers);
        this.token = token;
        server = null;
    }

    /** Whether this URL's server may have them. */
    public boolean areFor(String url) {
        return server == null || server.equals(server(url));
    }

    /** They are connected with, and for nobody else from now on. */
    public void wentTo(String url) {
        if (areFor(url)) server = server(url);
    }

    /** Whether there is nothing to keep. */
    public boolean isEmpty() {
        return headers.isEmpty() && token.isEmpty();
    }

    /** The server they are for, null while that is open. */
    public @Nullable String server() {
        return server;
    }

    public Map<String, String> headers() {
        return headers;
    }

    public String token() {
        return token;
    }

    /** Host and port, and whether over TLS: what goes to a server over TLS does not go there in the clear. */
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

    /** Says nothing of what it keeps. */
    @Override
    public String toString() {
        return isEmpty() ? "no secrets" : "secrets for " + (server == null ? "the next server" : server);
    }
}
