package dev.holdfast.cli.doctor;

import dev.holdfast.cli.Address;
import dev.holdfast.cli.Connecting;
import dev.holdfast.cli.Finding;
import dev.holdfast.cli.Finding.Verdict;
import dev.holdfast.cli.Proxies;
import dev.holdfast.cli.Surroundings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** The sequence of all checks, from this machine to the feed. */
public final class Checkup {
    private final Surroundings around;
    private final Connecting connecting;
    private final Duration timeout;
    private final List<Finding> findings = new ArrayList<>();

    /** Creates a checkup. {@code timeout} applies to each check. */
    public Checkup(Surroundings around, Connecting connecting, Duration timeout) {
        this.around = around;
        this.connecting = connecting;
        this.timeout = timeout;
    }

    /**
     * Runs the checks.
     *
     * @param url the feed, or null to check only this machine
     * @param portal a URL that returns 204 unless a captive portal intercepts it, or null
     */
    public List<Finding> look(@Nullable URI url, @Nullable URI portal) throws InterruptedException {
        findings.add(java());
        Proxies proxies = new Proxies(around.environment(), around.properties());
        ProxyLook proxy = new ProxyLook(around, timeout);
        findings.addAll(proxy.settings());
        OkHttpClient http = connecting
                .http(around)
                .newBuilder()
                .followRedirects(false)
                .callTimeout(timeout)
                .build();
        Portal portals = new Portal(http);
        if (url == null) {
            if (portal != null) findings.add(portals.ask(portal));
            findings.add(Finding.of("feed", Verdict.NOTE, "no URL given: only this machine was checked"));
            return List.copyOf(findings);
        }
        Proxies.Choice choice = proxies.choose(url);
        Finding leads = proxy.choice(url, choice);
        findings.add(leads);
        // Later checks would fail for the same reason.
        if (leads.verdict() == Verdict.TROUBLE) return List.copyOf(findings);
        boolean there = new Place(timeout).look(url, choice, findings);
        if (portal != null) findings.add(portals.ask(portal));
        if (!there) return List.copyOf(findings);
        Anonymous anonymous = Anonymous.ask(http, url);
        if (Address.of(url).secure()) tls(url, choice, http, anonymous);
        findings.add(
                Clock.judge(anonymous.date(), anonymous.age(), around.clock().instant()));
        Answer answer = Answer.ask(http, url, connecting.allHeaders());
        findings.add(portals.judge(url, answer));
        findings.add(answer.judge());
        http.connectionPool().evictAll();
        return List.copyOf(findings);
    }

    private void tls(URI url, Proxies.Choice choice, OkHttpClient http, Anonymous anonymous) {
        Certificates certificates = new Certificates(
                connecting.trust().manager(),
                around.clock().instant(),
                Address.of(url).host());
        findings.addAll(certificates.judge(anonymous));
        if (choice.isDirect() || anonymous.chain().isEmpty()) return;
        // A different certificate without the proxy means that the proxy intercepts TLS.
        Anonymous direct =
                Anonymous.ask(http.newBuilder().proxy(java.net.Proxy.NO_PROXY).build(), url);
        findings.add(Certificates.compare(anonymous, direct, choice.place()));
    }

    private Finding java() {
        String version = around.properties().getProperty("java.version", "?");
        String vendor = around.properties().getProperty("java.vendor", "?");
        String system = around.properties().getProperty("os.name", "?") + " "
                + around.properties().getProperty("os.version", "");
        return Finding.of("java", Verdict.NOTE, version + ", " + vendor + ", on " + system.trim());
    }
}
