package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.EventServer.Asked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that sends its clients elsewhere is not told by them whose they are anywhere but at home. */
final class RedirectTest {
    @TempDir
    Path dir;

    private Path token;

    @BeforeEach
    void write() throws IOException {
        token = Files.writeString(dir.resolve("token"), "s3cr3t-t0ken");
    }

    private static EventServer nothing() {
        return new EventServer(asked -> asked.answer(404, "text/plain", "nothing"));
    }

    private static EventServer sending(int code, String location) {
        return new EventServer(asked -> {
            if (location != null) asked.answering("Location", location);
            asked.answer(code, "text/plain", "elsewhere");
        });
    }

    private Ran run(String command, String url, String... more) {
        List<String> line = new ArrayList<>(List.of(
                command, "-q", "--token-file", token.toString(), "-H", "X-Api-Key: k3y-of-mine", "-H", "X-Plain: me"));
        line.add(url);
        line.addAll(List.of(more));
        return Ran.of(line.toArray(new String[0]));
    }

    private static void assertKnown(List<Asked> requests) {
        assertThat(requests).isNotEmpty().allSatisfy(asked -> {
            assertThat(asked.header("Authorization")).isEqualTo("Bearer s3cr3t-t0ken");
            assertThat(asked.header("X-Api-Key")).isEqualTo("k3y-of-mine");
            assertThat(asked.header("X-Plain")).isEqualTo("me");
        });
    }

    private static void assertUnknown(List<Asked> requests) {
        assertThat(requests).isNotEmpty().allSatisfy(asked -> {
            assertThat(asked.header("Authorization")).isNull();
            assertThat(asked.header("X-Api-Key")).isNull();
            assertThat(asked.header("X-Plain")).isNull();
        });
    }

    private static void assertSays(Ran ran, String words) {
        assertThat(ran.out())
                .as(ran.toString())
                .anySatisfy(line -> assertThat(line).startsWith("redirect").contains(words));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aProbeLeavesWhatItWasGivenAtTheOrigin(int code) {
        try (EventServer stranger = nothing();
                EventServer home = sending(code, stranger.url() + "?ticket=1234567")) {
            Ran ran = run("probe", home.url());
            assertKnown(home.requests());
            assertUnknown(stranger.requests());
            assertThat(stranger.requests())
                    .as("the upgrade is sent there as well")
                    .anyMatch(asked -> "websocket".equals(asked.header("Upgrade")));
            assertSays(
                    ran,
                    "GET was redirected: " + code + " to " + stranger.url()
                            + "?…, another origin: headers not sent on");
            assertSays(ran, "the upgrade was redirected: " + code);
            assertThat(ran.out()).anyMatch(line -> line.contains("advice: if you trust that URL, use it directly"));
            assertThat(ran.toString()).doesNotContain("1234567", "s3cr3t", "k3y-of");
        }
    }

    @Test
    void withinTheOriginTheyAreTaken() {
        try (EventServer home = new EventServer(asked -> {
            if (asked.path().equals("/feed")) asked.answering("Location", "/moved");
            asked.answer(asked.path().equals("/feed") ? 307 : 404, "text/plain", "");
        })) {
            Ran ran = run("probe", home.url());
            assertThat(home.requests()).extracting(Asked::path).contains("/moved");
            assertKnown(home.requests());
            assertSays(ran, "GET was redirected: 307 to " + home.url().replace("/feed", "/moved"));
            assertThat(ran.out()).noneMatch(line -> line.contains("another origin"));
        }
    }

    @Test
    void theWayBackDoesNotBringThemBack() {
        String[] back = new String[1];
        try (EventServer stranger = new EventServer(
                        asked -> asked.answering("Location", back[0]).answer(302, "text/plain", ""));
                EventServer home = new EventServer(asked -> {
                    boolean first = asked.path().equals("/feed");
                    if (first) asked.answering("Location", stranger.url());
                    asked.answer(first ? 302 : 404, "text/plain", "");
                })) {
            back[0] = home.url().replace("/feed", "/back");
            run("probe", home.url());
            assertUnknown(home.requests().stream()
                    .filter(asked -> asked.path().equals("/back"))
                    .toList());
        }
    }

    @Test
    void aCircleIsLeft() {
        try (EventServer home = sending(302, "/feed")) {
            Ran ran = run("probe", home.url());
            assertThat(ran.code()).isEqualTo(ExitCode.FAILED);
            assertSays(ran, "not followed: the limit of 10 redirects is reached");
            assertThat(ran.out()).anyMatch(line -> line.startsWith("sse") && line.contains("GET returned 302"));
            assertThat(home.requests()).hasSizeLessThanOrEqualTo(5 * 11);
        }
    }

    @Test
    void aRedirectToNoPlaceIsNotFollowed() {
        try (EventServer home = sending(302, null)) {
            assertSays(run("probe", home.url()), "302, not followed: it has no Location header");
        }
        try (EventServer home = sending(301, "ftp://files.example/")) {
            assertSays(run("probe", home.url()), "not followed: the target is not an http or https URL");
        }
    }

    @Test
    void whatWasSaidUnderTlsIsNotSaidWithout() throws IOException {
        HeldCertificate root =
                new HeldCertificate.Builder().certificateAuthority(0).build();
        HeldCertificate leaf = new HeldCertificate.Builder()
                .signedBy(root)
                .addSubjectAlternativeName("localhost")
                .build();
        Path pem = Files.writeString(dir.resolve("root.pem"), root.certificatePem());
        try (EventServer open = nothing();
                MockWebServer server = new MockWebServer()) {
            server.useHttps(new HandshakeCertificates.Builder()
                    .heldCertificate(leaf)
                    .build()
                    .sslSocketFactory());
            server.setDispatcher(new Dispatcher() {
                @Override
                public MockResponse dispatch(RecordedRequest request) {
                    return new MockResponse.Builder()
                            .code(302)
                            .setHeader("Location", open.url())
                            .build();
                }
            });
            server.start();
            Ran ran = run("probe", "https://localhost:" + server.getPort() + "/feed", "--cacert", pem.toString());
            assertSays(ran, "not followed: the target downgrades from https to http");
            assertThat(open.requests()).isEmpty();
        }
    }

    @Test
    void theOthersLeaveThemBehindToo() {
        try (EventServer stranger = EventServer.staying("data: one");
                EventServer home = sending(302, stranger.url())) {
            assertThat(run("tail", home.url(), "-n", "1").out()).containsExactly("one");
            assertKnown(home.requests());
            assertUnknown(stranger.requests());
        }
        try (EventServer stranger = nothing();
                EventServer home = sending(302, stranger.url())) {
            assertThat(run("publish", home.url(), "notes", "hello").code()).isEqualTo(ExitCode.FAILED);
            assertKnown(home.requests());
            assertUnknown(stranger.requests());
        }
        try (EventServer stranger = nothing();
                EventServer home = sending(302, stranger.url())) {
            Ran ran = run("doctor", home.url());
            assertThat(stranger.requests()).as("a doctor goes nowhere else").isEmpty();
            assertThat(ran.out())
                    .anyMatch(line -> line.startsWith("feed")
                            && line.contains("a redirect to " + stranger.url() + " that was not followed"));
        }
    }
}
