package dev.holdfast.reference.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * The protection against requests from web pages of other sites. Browsers send {@code Origin} only with some requests.
 * For others they send {@code Sec-Fetch-Site}, and a page that resolves its own host name to this server's address (DNS
 * rebinding) is detected by that name.
 */
final class Provenance {
    private static final String ANY = "*";

    private final Set<String> origins;
    private final Set<String> hosts = new HashSet<>(Set.of("localhost", "127.0.0.1", plain("::1")));

    Provenance(Settings settings) {
        origins = settings.origins();
        hosts.add(plain(settings.host()));
        settings.hosts().forEach(host -> hosts.add(plain(host)));
    }

    /** Returns whether pages from this origin are allowed. */
    boolean serves(String origin) {
        return origins.contains(origin) || origins.contains(ANY);
    }

    @Nullable
    Refusal refusal(Request request) {
        String host = request.getHttpURI().getHost();
        // HTTP/1.0 requires no Host, and no browser uses it.
        if (host != null && !goesBy(plain(host), request)) {
            return new Refusal(403, "Host name not allowed: see --allow-host");
        }
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        String site = request.getHeaders().get("Sec-Fetch-Site");
        boolean foreign = site != null && (site.equals("cross-site") || site.equals("same-site"));
        boolean served = origin == null ? !foreign || origins.contains(ANY) : serves(origin);
        return served ? null : new Refusal(403, "Origin not allowed: see --origin");
    }

    private boolean goesBy(String host, Request request) {
        // A literal address cannot be the result of DNS rebinding.
        return hosts.contains(host) || hosts.contains(ANY) || host.equals(plain(Request.getLocalAddr(request)));
    }

    /** Normalizes an IPv6 address. The brackets prevent a DNS lookup. */
    private static String address(String literal) {
        int zone = literal.indexOf('%');
        try {
            return InetAddress.getByName("[" + (zone < 0 ? literal : literal.substring(0, zone)) + "]")
                    .getHostAddress();
        } catch (UnknownHostException e) {
            return literal;
        }
    }

    private static String plain(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.startsWith("[") && name.endsWith("]")) name = name.substring(1, name.length() - 1);
        if (name.contains(":")) return address(name);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
