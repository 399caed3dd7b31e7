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
 * The proxy selector: Java's system properties if they name a proxy, otherwise the environment variables that curl and
 * other programs read.
 */
public final class Proxies extends ProxySelector {
    /**
     * A proxy and the setting that names it.
     *
     * @param proxy the proxy, or {@link Proxy#NO_PROXY}
     * @param source the setting that decided
     * @param user the credentials for the proxy as {@code user:password}, or null
     */
    public record Choice(
            Proxy proxy, String source, @Nullable String user) {
        /** Returns whether there is no proxy. */
        public boolean isDirect() {
            return proxy.type() == Proxy.Type.DIRECT;
        }

        /** Returns host and port, without credentials. */
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

    /** Creates a selector that reads both again for each connection. */
    public Proxies(Map<String, String> environment, Properties properties) {
        this.environment = environment;
        this.properties = properties;
    }

    /** Returns the proxy for a URL. */
    public Choice choose(URI url) {
        if (byProperties()) return bySystem(url);
        String scheme = Address.of(url).secure() ? "https" : "http";
        String name = named(List.of(scheme + "_proxy", "all_proxy"));
        if (name == null) return new Choice(Proxy.NO_PROXY, "no system property or variable names one", null);
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
        // Java rejects a host with an underscore; with a hyphen instead the choice is the same.
        URI known = url.getHost() != null
                ? URI.create(Address.http(url))
                : URI.create((address.secure() ? "https://" : "http://")
                        + address.host().replace('_', '-') + ":" + address.port() + "/");
        List<Proxy> proxies = system == null ? List.of() : system.select(known);
        Proxy first = proxies.isEmpty() ? Proxy.NO_PROXY : proxies.get(0);
        return new Choice(first, "Java's system properties", null);
    }

    /** Returns the first of these variables, in lower or upper case, that is not blank. */
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
                return variable + " contains '" + entry.trim() + "'";
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
            // The message omits the value, which may contain a password.
            throw Failure.usage("The variable " + name + " is not a proxy URL: use http://host:port");
        }
    }

    @Override
    public List<Proxy> select(URI uri) {
        return List.of(choose(uri).proxy());
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException e) {
        // The attempt itself reports the failure.
    }
}
