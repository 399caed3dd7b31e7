package dev.holdfast.transport;

import java.util.ArrayList;
import java.util.List;

/** The parser of {@code Sec-WebSocket-Extensions} header values (RFC 6455 section 9.1). */
final class WebSocketExtensions {
    private final String value;
    private int at;

    private WebSocketExtensions(String value) {
        this.value = value;
    }

    /**
     * Returns each extension as a list of its name and its parameters. A parameter is {@code name} or {@code
     * name=value}, without quotes.
     *
     * @throws IllegalArgumentException if a value does not match the grammar
     */
    static List<List<String>> parse(List<String> values) {
        List<List<String>> all = new ArrayList<>();
        for (String value : values) new WebSocketExtensions(value).list(all);
        return all;
    }

    private void list(List<List<String>> all) {
        do {
            skipSpace();
            // A list may contain empty elements (RFC 9110 section 5.6.1).
            if (at == value.length() || value.charAt(at) == ',') continue;
            List<String> extension = new ArrayList<>();
            extension.add(token());
            while (next(';')) extension.add(parameter());
            all.add(extension);
        } while (next(','));
        if (at < value.length()) throw unreadable();
    }

    private String parameter() {
        skipSpace();
        String name = token();
        if (!next('=')) return name;
        skipSpace();
        if (at == value.length() || value.charAt(at) != '"') return name + '=' + token();
        at++;
        String quoted = token();
        if (at == value.length() || value.charAt(at) != '"') throw unreadable();
        at++;
        return name + '=' + quoted;
    }

    /** Parses a token (RFC 9110 section 5.6.2). A quoted value must be a token as well, so this serves both. */
    private String token() {
        int start = at;
        while (at < value.length() && tokenChar(value.charAt(at))) at++;
        if (at == start) throw unreadable();
        return value.substring(start, at);
    }

    private static boolean tokenChar(char c) {
        return (c >= '0' && c <= '9')
                || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    private boolean next(char wanted) {
        skipSpace();
        if (at == value.length() || value.charAt(at) != wanted) return false;
        at++;
        return true;
    }

    private void skipSpace() {
        while (at < value.length() && (value.charAt(at) == ' ' || value.charAt(at) == '\t')) at++;
    }

    private static IllegalArgumentException unreadable() {
        return new IllegalArgumentException("Not a list of WebSocket extensions");
    }
}
