package dev.holdfast.cli.doctor;

import dev.holdfast.cli.Finding;
import dev.holdfast.cli.Finding.Verdict;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509TrustManager;

/** The check of a server's certificates, with a separate finding for each problem that fails a handshake. */
final class Certificates {
    /** The issuer names of programs and proxies that intercept TLS for the network or the user. */
    private static final List<String> INTERCEPTORS = List.of(
            "zscaler",
            "netskope",
            "fortinet",
            "fortigate",
            "palo alto",
            "blue coat",
            "bluecoat",
            "symantec web",
            "check point",
            "checkpoint",
            "cisco umbrella",
            "forcepoint",
            "websense",
            "sophos",
            "barracuda",
            "mcafee web",
            "skyhigh",
            "squid",
            "mitmproxy",
            "charles proxy",
            "portswigger",
            "fiddler",
            "kaspersky",
            "avast",
            "avg ",
            "bitdefender",
            "eset ssl",
            "cloudflare gateway",
            "ssl inspection",
            "ssl-inspection",
            "firewall",
            "proxy ca");

    private static final String WHAT = "tls";

    private final X509TrustManager trusted;
    private final Instant now;
    private final String host;

    Certificates(X509TrustManager trusted, Instant now, String host) {
        this.trusted = trusted;
        this.now = now;
        this.host = host;
    }

    List<Finding> judge(Anonymous seen) {
        if (seen.chain().isEmpty()) {
            IOException failure = seen.failure();
            String why = failure == null ? "" : " (" + failure.getClass().getSimpleName() + ")";
            // The message of an SSLException contains nothing secret.
            if (failure instanceof SSLException) why = " (" + failure.getMessage() + ")";
            return List.of(Finding.of(WHAT, Verdict.TROUBLE, "no TLS connection could be made" + why)
                    .advice("the port may not use TLS, or a firewall blocks it; try http or ws if intended"));
        }
        List<Finding> findings = new ArrayList<>();
        X509Certificate own = seen.chain().get(0);
        times(seen.chain(), findings);
        if (!seen.named()) {
            findings.add(
                    Finding.of(WHAT, Verdict.TROUBLE, "the certificate is not for " + host + " but for " + names(own))
                            .advice("use the name in the certificate, or fix the server's certificate; a captive"
                                    + " portal looks the same"));
        }
        if (!chains(seen.chain())) findings.add(stranger(seen.chain()));
        else if (intercepts(own)) {
            findings.add(Finding.of(
                    WHAT, Verdict.NOTE, "issued by " + issuer(own) + ", which intercepts TLS; this machine trusts it"));
        }
        if (findings.isEmpty()) {
            findings.add(Finding.of(
                    WHAT,
                    Verdict.FINE,
                    "certificate for " + host + " issued by " + issuer(own) + ", valid until "
                            + own.getNotAfter().toInstant()));
        }
        return findings;
    }

    private void times(List<X509Certificate> chain, List<Finding> findings) {
        for (X509Certificate each : chain) {
            Instant until = each.getNotAfter().toInstant();
            Instant from = each.getNotBefore().toInstant();
            if (until.isBefore(now)) {
                findings.add(Finding.of(
                                WHAT, Verdict.TROUBLE, "the certificate of " + subject(each) + " expired on " + until)
                        .advice("renew the server's certificate; if it should be valid, see the finding 'clock'"));
            } else if (from.isAfter(now)) {
                findings.add(Finding.of(
                                WHAT,
                                Verdict.TROUBLE,
                                "the certificate of " + subject(each) + " is not valid before " + from)
                        .advice("see the finding 'clock': this machine's clock may be behind"));
            }
        }
    }

    private Finding stranger(List<X509Certificate> chain) {
        X509Certificate own = chain.get(0);
        if (chain.stream().anyMatch(Certificates::intercepts)) {
            return Finding.of(
                            WHAT,
                            Verdict.TROUBLE,
                            "issued by " + issuer(own) + ", the name of a program or proxy that intercepts TLS")
                    .advice("get its CA certificate and use it with --cacert, or exclude " + host + " from inspection");
        }
        if (own.getSubjectX500Principal().equals(own.getIssuerX500Principal())) {
            return Finding.of(WHAT, Verdict.TROUBLE, "the certificate of " + subject(own) + " is self-signed")
                    .advice("if that is intended, use it with --cacert");
        }
        String missing =
                chain.size() == 1 ? "; the server sent a single certificate, so an intermediate may be missing" : "";
        return Finding.of(
                        WHAT,
                        Verdict.TROUBLE,
                        "issued by " + issuer(own) + ", an authority this machine does not trust" + missing)
                .advice("configure the full chain on the server; for a private authority, use its certificate with"
                        + " --cacert");
    }

    private static boolean intercepts(X509Certificate certificate) {
        String issuer = certificate.getIssuerX500Principal().getName().toLowerCase(Locale.ROOT);
        return INTERCEPTORS.stream().anyMatch(issuer::contains);
    }

    /** Returns whether the certificate chains to a trusted authority, ignoring validity periods. */
    private boolean chains(List<X509Certificate> chain) {
        try {
            Set<TrustAnchor> anchors = Arrays.stream(trusted.getAcceptedIssuers())
                    .map(issuer -> new TrustAnchor(issuer, null))
                    .collect(Collectors.toSet());
            X509CertSelector own = new X509CertSelector();
            own.setCertificate(chain.get(0));
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, own);
            parameters.setRevocationEnabled(false);
            parameters.setDate(within(chain));
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
            CertPathBuilder.getInstance("PKIX").build(parameters);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Returns a time at which all certificates are valid, if there is one. */
    private static Date within(List<X509Certificate> chain) {
        return chain.stream()
                .map(X509Certificate::getNotBefore)
                .max(Date::compareTo)
                .orElseThrow();
    }

    /** Compares the certificates with and without the proxy. */
    static Finding compare(Anonymous proxied, Anonymous direct, String proxy) {
        String what = "tls proxy";
        if (direct.chain().isEmpty()) {
            return Finding.of(
                    what, Verdict.UNKNOWN, "no TLS connection without the proxy, so there is nothing to compare");
        }
        X509Certificate behind = proxied.chain().get(0);
        X509Certificate before = direct.chain().get(0);
        if (behind.equals(before)) {
            return Finding.of(what, Verdict.FINE, "the certificate is the same with and without the proxy");
        }
        return Finding.of(
                        what,
                        Verdict.TROUBLE,
                        "the proxy " + proxy + " intercepts TLS: with it the issuer is " + issuer(behind)
                                + ", without it " + issuer(before))
                .advice("exclude the host from inspection, or use the proxy's CA certificate with --cacert");
    }

    private static String subject(X509Certificate certificate) {
        return "'" + certificate.getSubjectX500Principal().getName() + "'";
    }

    private static String issuer(X509Certificate certificate) {
        return "'" + certificate.getIssuerX500Principal().getName() + "'";
    }

    private static String names(X509Certificate certificate) {
        try {
            if (certificate.getSubjectAlternativeNames() != null) {
                return certificate.getSubjectAlternativeNames().stream()
                        .map(name -> String.valueOf(name.get(1)))
                        .collect(Collectors.joining(", "));
            }
        } catch (GeneralSecurityException e) {
            // Fall back to the subject.
        }
        return subject(certificate);
    }
}
