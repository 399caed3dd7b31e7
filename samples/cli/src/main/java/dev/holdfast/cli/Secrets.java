package dev.holdfast.cli;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** The secrets that diagnostics must not show. Thread-safe. */
public final class Secrets {
    private static final String MASK = "***";
    /** The minimum length. Shorter secrets occur in too many ordinary words. */
    private static final int LEAST = 4;

    /** The names of headers and query parameters that carry secrets. */
    private static final Pattern NAMES =
            Pattern.compile(".*(auth|token|secret|passw|pwd|key|sig|ticket|jwt|session|cookie|credential|code).*");

    private final List<String> values = new CopyOnWriteArrayList<>();

    /** Adds a secret value and each of its words, as in {@code Bearer abc}. */
    public void add(String value) {
        keep(value);
        for (String word : value.split("[\\s;,=:]+", -1)) {
            if (!word.equalsIgnoreCase("bearer") && !word.equalsIgnoreCase("basic")) keep(word);
        }
    }

    private void keep(String value) {
        if (value.length() >= LEAST && !values.contains(value)) {
            values.add(value);
            // Longest first: replacing a shorter one first would leave parts of the longer one visible.
            values.sort(Comparator.comparingInt(String::length).reversed());
        }
    }

    /** Returns whether a header or parameter with this name carries a secret. */
    public static boolean isSecretName(String name) {
        return NAMES.matcher(name.toLowerCase(Locale.ROOT)).matches();
    }

    /** Adds the secrets in a URL's query. */
    public void addQueryOf(String url) {
        int query = url.indexOf('?');
        if (query < 0) return;
        for (String pair : url.substring(query + 1).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 1 || !isSecretName(pair.substring(0, equals))) continue;
            String value = pair.substring(equals + 1);
            keep(value);
            try {
                keep(URLDecoder.decode(value, StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                // Not a valid percent-encoding.
            }
        }
    }

    /** Returns the text with every secret masked. */
    public String mask(String text) {
        String masked = text;
        for (String value : values) masked = masked.replace(value, MASK);
        return masked;
    }

    /** Returns a URL without its query and user information, which may be secret. */
    public static String shown(String url) {
        int query = url.indexOf('?');
        String place = query < 0 ? url : url.substring(0, query) + "?…";
        int slashes = place.indexOf("//");
        int end = slashes < 0 ? -1 : place.indexOf('/', slashes + 2);
        int at = slashes < 0 ? -1 : place.lastIndexOf('@', end < 0 ? place.length() : end);
        return at < 0 ? place : place.substring(0, slashes + 2) + MASK + place.substring(at);
    }
}
