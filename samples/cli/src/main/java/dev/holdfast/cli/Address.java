package dev.holdfast.cli;

import java.net.URI;
import java.util.Locale;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Whose door a URL leads to. {@link URI} itself knows no host with an underscore, as containers have, nor one in another
 * script.
 *
 * @param host in lower case and ASCII; an IPv6 address without brackets
 */
public record Address(String host, int port, boolean secure) {
    /** That of a URL that {@link Connecting#prepare} has let pass, or that OkHttp made. */
    public static Address of(URI url) {
        Address address = orNull(url);
        if (address == null) throw new IllegalArgumentException("no URL of a server");
        return address;
    }

    /** Null where there is none. */
    static @Nullable Address orNull(URI url) {
        HttpUrl parsed = HttpUrl.parse(http(url));
        return parsed == null ? null : new Address(parsed.host(), parsed.port(), parsed.isHttps());
    }

    /** The same URL with the scheme that HTTP clients know. */
    public static String http(URI url) {
        String text = url.toString();
        return text.toLowerCase(Locale.ROOT).startsWith("ws") ? "http" + text.substring(2) : text;
    }
}
