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

/** Judges the certificates of a server one question at a time, where a handshake only says no. */
final class Certificates {
    /** Who reads along in the network's or the user's own name, as their authorities call themselves. */
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
            // TLS's own words name no more than itself.
            if (failure instanceof SSLException) why = " (" + failure.getMessage() + ")";
            return List.of(Finding.of(WHAT, Verdict.TROUBLE, "no TLS connection could be made" + why)
                    .advice("perhaps it is no TLS port, or a firewall cuts TLS; try http or ws if that is meant"));
        }
        List<Finding> findings = new ArrayList<>();
        X509Certificate own = seen.chain().get(0);
        times(seen.chain(), findings);
        if (!seen.named()) {
            findings.add(
                    Finding.of(WHAT, Verdict.TROUBLE, "the certificate is not for " + host + " but for " + names(own))
                            .advice(
                                    "use the name the certificate is for, or have the server show the right one; a captive portal"
                                            + " looks like this too"));
        }
        if (!chains(seen.chain())) findings.add(stranger(seen.chain()));
        else if (intercepts(own)) {
            findings.add(Finding.of(
                    WHAT, Verdict.NOTE, "issued by " + issuer(own) + ", who reads along; this machine trusts it"));
        }
        if (findings.isEmpty()) {
            findings.add(Finding.of(
                    WHAT,
                    Verdict.FINE,
                    "certificate for " + host + " by " + issuer(own) + ", until "
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
                        .advice("have the server's certificate renewed; if it should be valid, look at 'clock'"));
            } else if (from.isAfter(now)) {
                findings.add(Finding.of(
                                WHAT,
                                Verdict.TROUBLE,
                                "the certificate of " + subject(each) + " is valid from " + from + " on")
                        .advice("look at 'clock': this machine may live in the past"));
            }
        }
    }

    private Finding stranger(List<X509Certificate> chain) {
        X509Certificate own = chain.get(0);
        if (chain.stream().anyMatch(Certificates::intercepts)) {
            return Finding.of(
                            WHAT,
                            Verdict.TROUBLE,
                            "issued by " + issuer(own)
                                    + ", whose name is that of a program or proxy that intercepts TLS")
                    .advice("ask for its authority's certificate and give it with --cacert, or have " + host
                            + " left out of inspection");
        }
        if (own.getSubjectX500Principal().equals(own.getIssuerX500Principal())) {
            return Finding.of(WHAT, Verdict.TROUBLE, "the certificate of " + subject(own) + " is signed by itself")
                    .advice("if that is meant, give it with --cacert");
        }
        String missing = chain.size() == 1 ? "; the server shows that one alone and may leave the one between out" : "";
        return Finding.of(
                        WHAT,
                        Verdict.TROUBLE,
                        "issued by " + issuer(own) + ", an authority this machine does not know" + missing)
                .advice("have the server show its whole chain; for an authority of your own give its certificate with"
                        + " --cacert");
    }

    private static boolean intercepts(X509Certificate certificate) {
        String issuer = certificate.getIssuerX500Principal().getName().toLowerCase(Locale.ROOT);
        return INTERCEPTORS.stream().anyMatch(issuer::contains);
    }

    /** Whether the certificate leads to somebody trusted, leaving its times aside. */
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

    /** A time at which all of them are valid, as far as there is one. */
    private static Date within(List<X509Certificate> chain) {
        return chain.stream()
                .map(X509Certificate::getNotBefore)
                .max(Date::compareTo)
                .orElseThrow();
    }

    /** Whether the proxy shows another certificate than the server itself. */
    static Finding compare(Anonymous proxied, Anonymous direct, String proxy) {
        String what = "tls proxy";
        if (direct.chain().isEmpty()) {
            return Finding.of(
                    what, Verdict.UNKNOWN, "without the proxy no TLS connection could be made to compare with");
        }
        X509Certificate behind = proxied.chain().get(0);
        X509Certificate before = direct.chain().get(0);
        if (behind.equals(before)) {
            return Finding.of(what, Verdict.FINE, "the certificate is the same with and without the proxy");
        }
        return Finding.of(
                        what,
                        Verdict.TROUBLE,
                        "the proxy " + proxy + " intercepts: with it the certificate is by " + issuer(behind)
                                + ", without it by " + issuer(before))
                .advice("have the host left out of inspection, or give the proxy's authority with --cacert");
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
            // Then the subject.
        }
        return subject(certificate);
    }
}
