package dev.holdfast.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.EventServer;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A doctor among servers and proxies that are ill in one way each. */
final class DoctorTest {
    private static final HeldCertificate ROOT = new HeldCertificate.Builder()
            .certificateAuthority(1)
            .commonName("Our Own Root")
            .build();

    private final MockWebServer server = new MockWebServer();

    @TempDir
    Path dir;

    @AfterEach
    void close() {
        server.close();
    }

    private static HeldCertificate.Builder leaf() {
        return new HeldCertificate.Builder().signedBy(ROOT).commonName("feed").addSubjectAlternativeName("localhost");
    }

    private static HandshakeCertificates showing(HeldCertificate own, HeldCertificate... rest) {
        java.security.cert.X509Certificate[] between = new java.security.cert.X509Certificate[rest.length];
        for (int i = 0; i < rest.length; i++) between[i] = rest[i].certificate();
        return new HandshakeCertificates.Builder().heldCertificate(own, between).build();
    }

    private static MockResponse.Builder feed() {
        return new MockResponse.Builder()
                .addHeader("Content-Type", "text/event-stream")
                .addHeader("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
    }

    private static Dispatcher always(MockResponse response) {
        return new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return response;
            }
        };
    }

    private String start(HandshakeCertificates certificates) throws IOException {
        if (certificates != null) server.useHttps(certificates.sslSocketFactory());
        server.setDispatcher(always(feed().build()));
        server.start();
        return (certificates == null ? "http" : "https") + "://localhost:" + server.getPort() + "/feed";
    }

    private String root() throws IOException {
        return Files.writeString(dir.resolve("root.pem"), ROOT.certificatePem()).toString();
    }

    private static void assertTrouble(Ran ran, String what, String... words) {
        assertThat(ran.code()).as(ran.toString()).isEqualTo(ExitCode.TROUBLE);
        assertThat(ran.out())
                .as(ran.toString())
                .anySatisfy(line ->
                        assertThat(line).startsWith(what).contains("trouble").contains(words));
        assertThat(ran.out()).anyMatch(line -> line.trim().startsWith("advice: "));
    }

    private static void assertSays(Ran ran, String what, String... words) {
        assertThat(ran.out())
                .as(ran.toString())
                .anySatisfy(line -> assertThat(line).startsWith(what).contains(words));
    }

    @Test
    void allIsWell() throws IOException {
        Ran ran = Ran.of("doctor", "--cacert", root(), start(showing(leaf().build())));
        assertThat(ran.code()).as(ran.toString()).isEqualTo(ExitCode.DONE);
        assertSays(ran, "name", "fine", "localhost is 127.0.0.1");
        assertSays(ran, "tls", "fine", "Our Own Root");
        assertSays(ran, "clock", "fine");
        assertSays(ran, "feed", "fine", "200 with text/event-stream");
    }

    @Test
    void anUnknownAuthority() throws IOException {
        assertTrouble(
                Ran.of("doctor", start(showing(leaf().build()))),
                "tls",
                "Our Own Root",
                "an authority this machine does not trust",
                "an intermediate may be missing");
    }

    @Test
    void aCertificateSignedByItself() throws IOException {
        HeldCertificate alone = new HeldCertificate.Builder()
                .commonName("alone")
                .addSubjectAlternativeName("localhost")
                .build();
        assertTrouble(Ran.of("doctor", start(showing(alone))), "tls", "is self-signed");
    }

    @Test
    void anExpiredCertificateIsThatAloneAndATimeBeforeItIsNot() throws IOException {
        Instant now = Instant.now();
        HeldCertificate old = leaf().validityInterval(
                        now.minus(30, ChronoUnit.DAYS).toEpochMilli(),
                        now.minus(2, ChronoUnit.DAYS).toEpochMilli())
                .build();
        String url = start(showing(old));
        Ran ran = Ran.of("doctor", "--cacert", root(), url);
        assertTrouble(ran, "tls", "expired on");
        assertThat(ran.out()).noneMatch(line -> line.contains("does not trust"));
    }

    @Test
    void aCertificateForAnotherName() throws IOException {
        HeldCertificate other = new HeldCertificate.Builder()
                .signedBy(ROOT)
                .addSubjectAlternativeName("elsewhere.example")
                .build();
        assertTrouble(
                Ran.of("doctor", "--cacert", root(), start(showing(other))),
                "tls",
                "not for localhost but for elsewhere.example");
    }

    @Test
    void anInterceptorIsKnownByItsName() throws IOException {
        HeldCertificate scanner = new HeldCertificate.Builder()
                .certificateAuthority(0)
                .commonName("Zscaler Intermediate Root CA")
                .build();
        HeldCertificate forged = new HeldCertificate.Builder()
                .signedBy(scanner)
                .addSubjectAlternativeName("localhost")
                .build();
        assertTrouble(Ran.of("doctor", start(showing(forged, scanner))), "tls", "Zscaler", "intercepts TLS");
    }

    @Test
    void aProxyThatInterceptsIsFoundByComparing() throws IOException {
        String url = start(showing(leaf().build()));
        HeldCertificate reader = new HeldCertificate.Builder()
                .certificateAuthority(0)
                .commonName("Unheard Of")
                .build();
        HeldCertificate forged = new HeldCertificate.Builder()
                .signedBy(reader)
                .addSubjectAlternativeName("localhost")
                .build();
        Ran ran;
        try (Interceptor proxy = new Interceptor(showing(forged, reader).sslSocketFactory())) {
            ran = new Ran.Setup()
                    .with("https_proxy", "http://user:pa55word@127.0.0.1:" + proxy.port())
                    .run("doctor", "--cacert", root(), url);
        }
        assertTrouble(ran, "tls proxy", "intercepts", "Unheard Of", "Our Own Root");
        assertSays(ran, "proxy settings", "https_proxy=http://***@127.0.0.1");
        assertThat(ran.toString()).doesNotContain("pa55word");
    }

    @Test
    void aProxyThatIsNotThere() throws IOException {
        int port;
        try (Interceptor gone = new Interceptor(showing(leaf().build()).sslSocketFactory())) {
            port = gone.port();
        }
        Ran ran = new Ran.Setup()
                .with("http_proxy", "127.0.0.1:" + port)
                .with("HTTP_PROXY", "127.0.0.2:1")
                .run("doctor", start(null));
        assertTrouble(ran, "proxy ", "does not accept connections");
        assertTrouble(ran, "proxy settings", "http_proxy is", "HTTP_PROXY is");
    }

    @Test
    void aClockThatIsWrong() throws IOException {
        String url = start(null);
        Instant now = Instant.now();
        assertTrouble(
                new Ran.Setup().at(now.minus(3, ChronoUnit.HOURS)).run("doctor", url), "clock", "behind the server's");
        assertTrouble(
                new Ran.Setup().at(now.plus(3, ChronoUnit.DAYS)).run("doctor", url),
                "clock",
                "days ahead of the server's");
    }

    @Test
    void aNameThatNobodyKnows() {
        Ran ran = Ran.of("doctor", "https://no-such-host.invalid/");
        assertTrouble(ran, "name", "no address found for no-such-host.invalid");
    }

    @Test
    void captivePortals() throws IOException {
        try (EventServer portal = new EventServer(asked ->
                asked.answering("Location", "http://login.example/?to=x").answer(302, "text/html", "log in"))) {
            assertTrouble(
                    Ran.of("doctor", portal.url()), "portal", "redirects to another host, http://login.example/?…");
        }
        try (EventServer portal = new EventServer(asked -> asked.answer(511, "text/html", "log in"))) {
            assertTrouble(Ran.of("doctor", portal.url()), "portal", "511");
        }
        try (EventServer portal = new EventServer(asked -> asked.answer(200, "text/html", "log in"))) {
            Ran ran = Ran.of("doctor", "--portal-check", portal.url(), portal.url());
            assertTrouble(ran, "portal", "returned 200 instead of 204");
            assertTrouble(ran, "portal", "returned a page (text/html) instead of a feed");
        }
        try (EventServer free = new EventServer(asked -> asked.answer(204, "text/plain", ""))) {
            assertSays(Ran.of("doctor", "--portal-check", free.url()), "portal", "fine");
        }
    }

    @Test
    void aRefusalSaysWhatToGive() {
        try (EventServer server = new EventServer(asked -> asked.answer(401, "text/plain", "no"))) {
            assertTrouble(Ran.of("doctor", server.url()), "feed", "401");
        }
    }

    @Test
    void aStrangerLearnsNothing() throws Exception {
        Path token = Files.writeString(dir.resolve("token"), "s3cr3t-t0ken");
        String url = start(showing(leaf().build()));
        Ran ran =
                Ran.of("doctor", "--token-file", token.toString(), "--header", "X-Api-Key: k3y", url + "?sig=0123456");
        assertThat(ran.code()).isEqualTo(ExitCode.TROUBLE);
        assertThat(server.getRequestCount()).isPositive();
        for (int i = server.getRequestCount(); i > 0; i--) {
            RecordedRequest request = server.takeRequest();
            assertThat(request.getMethod() + " " + request.getTarget()).isEqualTo("HEAD /");
            assertThat(request.getHeaders().get("Authorization")).isNull();
            assertThat(request.getHeaders().get("X-Api-Key")).isNull();
        }
        assertThat(ran.toString()).doesNotContain("s3cr3t", "0123456");
    }
}
