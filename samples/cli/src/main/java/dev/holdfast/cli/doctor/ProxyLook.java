package dev.holdfast.cli.doctor;

import dev.holdfast.cli.Address;
import dev.holdfast.cli.Finding;
import dev.holdfast.cli.Finding.Verdict;
import dev.holdfast.cli.Proxies;
import dev.holdfast.cli.Secrets;
import dev.holdfast.cli.Surroundings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The check of the proxy settings and of the proxy for a URL. */
final class ProxyLook {
    private static final List<String> PROPERTIES = List.of(
            "http.proxyHost",
            "http.proxyPort",
            "https.proxyHost",
            "https.proxyPort",
            "socksProxyHost",
            "socksProxyPort",
            "http.nonProxyHosts",
            "java.net.useSystemProxies");
    private static final List<String> VARIABLES = List.of("http_proxy", "https_proxy", "all_proxy", "no_proxy");

    private final Surroundings around;
    private final Duration timeout;

    ProxyLook(Surroundings around, Duration timeout) {
        this.around = around;
        this.timeout = timeout;
    }

    List<Finding> settings() {
        List<String> said = new ArrayList<>();
        for (String name : PROPERTIES) {
            String value = around.properties().getProperty(name, "");
            if (!value.isEmpty()) said.add("-D" + name + "=" + value);
        }
        List<Finding> findings = new ArrayList<>();
        for (String name : VARIABLES) {
            String lower = around.environment().getOrDefault(name, "");
            String upper = around.environment().getOrDefault(name.toUpperCase(Locale.ROOT), "");
            if (!lower.isEmpty()) said.add(name + "=" + shown(lower));
            if (!upper.isEmpty()) said.add(name.toUpperCase(Locale.ROOT) + "=" + shown(upper));
            if (!lower.isEmpty() && !upper.isEmpty() && !lower.equals(upper)) {
                findings.add(Finding.of(
                                "proxy settings",
                                Verdict.TROUBLE,
                                name + " is " + shown(lower) + " but " + name.toUpperCase(Locale.ROOT) + " is "
                                        + shown(upper))
                        .advice("set both to the same value: programs differ in which one they read"));
            }
        }
        String all = said.isEmpty() ? "no system property or variable names a proxy" : String.join(" ", said);
        findings.add(0, Finding.of("proxy settings", Verdict.NOTE, all));
        return findings;
    }

    private static String shown(String proxy) {
        return Secrets.shown(proxy.contains("://") || !proxy.contains("@") ? proxy : "http://" + proxy);
    }

    /** Checks the proxy for the URL and whether it accepts connections. */
    Finding choice(URI url, Proxies.Choice choice) {
        if (choice.isDirect()) return Finding.of("proxy", Verdict.FINE, "none for this URL: " + choice.source());
        String named = choice.proxy().type() + " proxy " + choice.place() + ", named by " + choice.source();
        if (!(choice.proxy().address() instanceof InetSocketAddress address))
            return Finding.of("proxy", Verdict.NOTE, named);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.getHostString(), address.getPort()), (int) timeout.toMillis());
            return Finding.of("proxy", Verdict.FINE, named + ", accepts connections");
        } catch (IOException e) {
            return Finding.of(
                            "proxy",
                            Verdict.TROUBLE,
                            named + ", does not accept connections ("
                                    + e.getClass().getSimpleName() + ")")
                    .advice("correct the address, or add " + Address.of(url).host()
                            + " to no_proxy if it is reachable without the proxy");
        }
    }
}
