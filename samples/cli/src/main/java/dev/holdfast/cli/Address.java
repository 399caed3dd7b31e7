package dev.holdfast.cli;

import java.net.URI;
import java.util.Locale;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The address of a server URL. {@link URI} alone rejects hosts with an underscore, which containers have, and hosts in
 * non-ASCII scripts.
 *
 * @param host in lower case and ASCII; an IPv6 address without brackets
 */
public record Address(String host, int port, boolean secure) {
    /** Returns the address of a URL that {@link Connecting#prepare} accepted or OkHttp created. */
    public static Address of(URI url) {
        Address address = orNull(url);
        if (address == null) throw new IllegalArgumentException("not a server URL");
        return address;
    }

    /** Returns the address of a URL, or null if the URL has none. */
    static @Nullable Address orNull(URI url) {
        HttpUrl parsed = HttpUrl.parse(http(url));
        return parsed == null ? null : new Address(parsed.host(), parsed.port(), parsed.isHttps());
    }

    /** Returns the URL with {@code ws} and {@code wss} replaced by {@code http} and {@code https}. */
    public static String http(URI url) {
        String text = url.toString();
        return text.toLowerCase(Locale.ROOT).startsWith("ws") ? "http" + text.substring(2) : text;
    }
}
