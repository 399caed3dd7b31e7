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

/** What is said about proxies, where, and whether the one for a URL is there. */
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
                                name + " says " + shown(lower) + " and " + name.toUpperCase(Locale.ROOT) + " says "
                                        + shown(upper))
                        .advice("have both say the same: programs differ in which of them they read"));
            }
        }
        String all = said.isEmpty() ? "no system property and no variable names a proxy" : String.join(" ", said);
        findings.add(0, Finding.of("proxy settings", Verdict.NOTE, all));
        return findings;
    }

    private static String shown(String proxy) {
        return Secrets.shown(proxy.contains("://") || !proxy.contains("@") ? proxy : "http://" + proxy);
    }

    /** The proxy for the URL, and whether it takes connections. */
    Finding choice(URI url, Proxies.Choice choice) {
        if (choice.isDirect()) return Finding.of("proxy", Verdict.FINE, "none for this URL: " + choice.source());
        String named = choice.proxy().type() + " proxy " + choice.place() + ", named by " + choice.source();
        if (!(choice.proxy().address() instanceof InetSocketAddress address))
            return Finding.of("proxy", Verdict.NOTE, named);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.getHostString(), address.getPort()), (int) timeout.toMillis());
            return Finding.of("proxy", Verdict.FINE, named + ", takes connections");
        } catch (IOException e) {
            return Finding.of(
                            "proxy",
                            Verdict.TROUBLE,
                            named + ", takes no connection (" + e.getClass().getSimpleName() + ")")
                    .advice("correct the address, or put " + Address.of(url).host()
                            + " into no_proxy if it is reached without");
        }
    }
}
