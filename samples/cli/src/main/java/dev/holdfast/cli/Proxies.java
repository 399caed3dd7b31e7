package dev.holdfast.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Which proxy leads to a URL: Java's system properties where they name one, otherwise the variables that curl and others
 * read.
 */
public final class Proxies extends ProxySelector {
    /**
     * A proxy and who named it.
     *
     * @param proxy {@link Proxy#NO_PROXY} where none is used
     * @param source where that is written
     * @param user what to tell the proxy, as {@code user:password}; null for nothing
     */
    public record Choice(
            Proxy proxy, String source, @Nullable String user) {
        /** Whether there is no proxy. */
        public boolean isDirect() {
            return proxy.type() == Proxy.Type.DIRECT;
        }

        /** Host and port, without anybody's password. */
        public String place() {
            return proxy.address() instanceof InetSocketAddress address
                    ? address.getHostString() + ":" + address.getPort()
                    : "none";
        }
    }

    private static final List<String> PROPERTIES =
            List.of("http.proxyHost", "https.proxyHost", "socksProxyHost", "java.net.useSystemProxies");

    private final Map<String, String> environment;
    private final Properties properties;

    /** Reads both anew for each connection. */
    public Proxies(Map<String, String> environment, Properties properties) {
        this.environment = environment;
        this.properties = properties;
    }

    /** The proxy for a URL. */
    public Choice choose(URI url) {
        if (byProperties()) return bySystem(url);
        String scheme = Address.of(url).secure() ? "https" : "http";
        String name = named(List.of(scheme + "_proxy", "all_proxy"));
        if (name == null) return new Choice(Proxy.NO_PROXY, "no system property and no variable names one", null);
        String exception = exception(url);
        if (exception != null) return new Choice(Proxy.NO_PROXY, exception, null);
        return parse(name, environment.getOrDefault(name, ""));
    }

    private boolean byProperties() {
        return PROPERTIES.stream()
                .anyMatch(name -> !properties.getProperty(name, "").isEmpty());
    }

    private static Choice bySystem(URI url) {
        ProxySelector system = ProxySelector.getDefault();
        Address address = Address.of(url);
        // Java refuses to choose for a host with an underscore in it; with a hyphen it chooses the same.
        URI known = url.getHost() != null
                ? URI.create(Address.http(url))
                : URI.create((address.secure() ? "https://" : "http://")
                        + address.host().replace('_', '-') + ":" + address.port() + "/");
        List<Proxy> proxies = system == null ? List.of() : system.select(known);
        Proxy first = proxies.isEmpty() ? Proxy.NO_PROXY : proxies.get(0);
        return new Choice(first, "Java's system properties", null);
    }

    /** The first of these variables, or of the same in capitals, that says something. */
    private @Nullable String named(List<String> names) {
        for (String name : names) {
            for (String spelt : List.of(name, name.toUpperCase(Locale.ROOT))) {
                if (!environment.getOrDefault(spelt, "").isBlank()) return spelt;
            }
        }
        return null;
    }

    private @Nullable String exception(URI url) {
        String variable = named(List.of("no_proxy"));
        if (variable == null) return null;
        Address address = Address.of(url);
        String host = address.host();
        for (String entry : environment.getOrDefault(variable, "").split("[,\\s]+", -1)) {
            String rule = entry.trim().toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", "");
            if (rule.isEmpty()) continue;
            boolean withPort = rule.equals(host + ":" + address.port());
            if (rule.equals("*") || withPort || host.equals(rule) || host.endsWith("." + rule)) {
                return variable + " has '" + entry.trim() + "' in it";
            }
        }
        return null;
    }

    private static Choice parse(String name, String value) {
        try {
            URI uri = new URI(value.contains("://") ? value.trim() : "http://" + value.trim());
            if (uri.getHost() == null) throw new URISyntaxException("", "no host");
            boolean socks = uri.getScheme().toLowerCase(Locale.ROOT).startsWith("socks");
            int port = uri.getPort() >= 0 ? uri.getPort() : socks ? 1080 : 80;
            InetSocketAddress address = InetSocketAddress.createUnresolved(uri.getHost(), port);
            return new Choice(
                    new Proxy(socks ? Proxy.Type.SOCKS : Proxy.Type.HTTP, address),
                    "the variable " + name,
                    uri.getUserInfo());
        } catch (URISyntaxException e) {
            // The value may hold a password.
            throw Failure.usage("The variable " + name + " is no proxy: write http://host:port");
        }
    }

    @Override
    public List<Proxy> select(URI uri) {
        return List.of(choose(uri).proxy());
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException e) {
        // The attempt itself says so.
    }
}
