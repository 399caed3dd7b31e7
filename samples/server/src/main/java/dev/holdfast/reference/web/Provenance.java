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
 * Whether a request may be made by a page of somebody else's, with its visitor's way in. Browsers name the page's origin
 * with some requests only: for the others they say whether it is another site's, and a page that got this server's address
 * for a name of its own gives itself away by that name.
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

    /** Whether pages from there are served. */
    boolean serves(String origin) {
        return origins.contains(origin) || origins.contains(ANY);
    }

    @Nullable
    Refusal refusal(Request request) {
        String host = request.getHttpURI().getHost();
        // HTTP/1.0 needs none, and no browser speaks it.
        if (host != null && !goesBy(plain(host), request)) {
            return new Refusal(403, "This server does not go by that name: --allow-host names those that it goes by");
        }
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        String site = request.getHeaders().get("Sec-Fetch-Site");
        boolean foreign = site != null && (site.equals("cross-site") || site.equals("same-site"));
        boolean served = origin == null ? !foreign || origins.contains(ANY) : serves(origin);
        return served ? null : new Refusal(403, "Pages from there are not served");
    }

    private boolean goesBy(String host, Request request) {
        // An address is no name that somebody could have given to it.
        return hosts.contains(host) || hosts.contains(ANY) || host.equals(plain(Request.getLocalAddr(request)));
    }

    /** An address has many spellings, of which this is one. Nothing is looked up: in brackets it can be nothing else. */
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
