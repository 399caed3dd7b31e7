package dev.holdfast.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.CloseReason;
import dev.holdfast.CloseReason.Kind;
import dev.holdfast.Limits;
import dev.holdfast.spi.Target;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectTest extends HttpTest {
    private static Target withSecrets(MockWebServer server) {
        return target(server)
                .withAuthorization("Bearer t")
                .withHeader("Cookie", "session=1")
                .withHeader("X-Api-Key", "k")
                .withHeader("last-event-id", "7");
    }

    private static void assertSecrets(RecordedRequest request, boolean there) {
        Headers headers = request.getHeaders();
        for (String name : new String[] {"Authorization", "Cookie", "X-Api-Key"}) {
            assertThat(headers.get(name) != null).as(name).isEqualTo(there);
        }
        assertThat(headers.values("Last-Event-ID")).containsExactly("7");
        assertThat(headers.values("Accept")).containsExactly("text/event-stream");
        assertThat(headers.values("Accept-Encoding")).containsExactly("identity");
        assertThat(headers.values("Cache-Control")).containsExactly("no-cache");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void withinTheOriginAllHeadersGoAlong(int code) throws Exception {
        MockWebServer server = server(redirect(code, "/other"), openStream());
        assertHello(open(dialer(null), withSecrets(server)));
        assertSecrets(request(server), true);
        RecordedRequest second = request(server);
        assertThat(second.getTarget()).isEqualTo("/other");
        assertSecrets(second, true);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void toAnotherOriginOnlyThePositionAndTheTransportsHeadersGo(int code) throws Exception {
        MockWebServer other = server(openStream());
        MockWebServer server = server(redirect(code, other.url("/other")));
        assertHello(open(dialer(null), withSecrets(server)));
        assertSecrets(request(server), true);
        assertSecrets(request(other), false);
    }

    @Test
    void whatStayedBehindDoesNotComeBack() throws Exception {
        MockWebServer other = server();
        MockWebServer server = server(redirect(302, other.url("/")), openStream());
        other.enqueue(redirect(302, server.url("/back")));
        assertHello(open(dialer(null), withSecrets(server)));
        assertSecrets(request(server), true);
        assertSecrets(request(other), false);
        assertSecrets(request(server), false);
    }

    @Test
    void anotherSchemeIsAnotherOrigin() throws Exception {
        MockWebServer tls = tlsServer(openStream());
        MockWebServer server = server(redirect(307, tls.url("/")));
        assertHello(open(dialer(trusting().build()), withSecrets(server)));
        assertSecrets(request(tls), false);
    }

    @ParameterizedTest
    @CsvSource({
        "301, POST, GET",
        "302, POST, GET",
        "303, POST, GET",
        "307, POST, POST",
        "308, POST, POST",
        "301, PUT, PUT",
        "303, PUT, GET"
    })
    void bodyGoesAlongWhereTheMethodStays(int code, String method, String then) throws Exception {
        MockWebServer server = server(redirect(code, "/other"), openStream());
        open(dialer(null), target(server).withBody(method, new byte[] {'b'}, "text/plain"));
        assertThat(request(server).getMethod()).isEqualTo(method);
        RecordedRequest second = request(server);
        assertThat(second.getMethod()).isEqualTo(then);
        assertThat(second.getBodySize()).isEqualTo(then.equals("GET") ? 0 : 1);
        assertThat(second.getHeaders().get("Content-Type")).isEqualTo(then.equals("GET") ? null : "text/plain");
    }

    @Test
    void webSocketUrlIsFollowedAsHttp() throws Exception {
        MockWebServer server = server();
        server.enqueue(redirect(307, server.url("/other").toString().replace("http:", "WS:")));
        server.enqueue(openStream());
        assertHello(open(dialer(null), target(server).withUrl("ws://localhost:" + server.getPort() + "/")));
    }

    @Test
    void redirectIsForThisAttemptOnly() throws Exception {
        MockWebServer server = server(redirect(301, "/other"), openStream(), openStream());
        open(dialer(null), target(server));
        open(dialer(null), target(server));
        assertThat(request(server).getTarget()).startsWith("/feed");
        assertThat(request(server).getTarget()).isEqualTo("/other");
        assertThat(request(server).getTarget()).startsWith("/feed");
    }

    @Test
    void asManyAsAllowedAreFollowed() throws Exception {
        MockWebServer server = server(redirect(302, "/1"), redirect(302, "/2"), openStream());
        assertHello(open(dialer(null, Limits.defaults().withMaxRedirects(2)), target(server)));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "2, 3"})
    void oneMoreIsRefused(int allowed, int requests) throws Exception {
        MockWebServer server = server(redirect(302, "/1"), redirect(302, "/2"), redirect(302, "/3"));
        assertRefused(refusal(dialer(null, Limits.defaults().withMaxRedirects(allowed)), target(server)), 302);
        assertThat(server.getRequestCount()).isEqualTo(requests);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://localhost/", "http://", "mailto:a@b.c", "http://[/"})
    void locationThatIsNoHttpUrlIsRefused(String location) throws Exception {
        assertRefused(refusal(dialer(null), target(server(redirect(308, location)))), 308);
    }

    @Test
    void missingLocationIsRefused() throws Exception {
        MockWebServer server = server(new MockResponse.Builder().code(303).build());
        assertRefused(refusal(dialer(null), target(server)), 303);
    }

    @Test
    void httpsIsNotGivenUp() throws Exception {
        MockWebServer plain = server(openStream());
        MockWebServer tls = tlsServer(redirect(307, plain.url("/?secret=1")));
        CloseReason reason = refusal(dialer(trusting().build()), target(tls));
        assertRefused(reason, 307);
        assertThat(reason.text()).doesNotContain("secret");
        assertThat(plain.getRequestCount()).isZero();
    }

    @Test
    void cancelBetweenRedirectsEndsTheOpen() throws Exception {
        MockWebServer server = server(redirect(302, "/other"), openStream());
        AtomicReference<HttpEngine.Exchange> exchange = new AtomicReference<>();
        OkHttpClient client = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    Response response = chain.proceed(chain.request());
                    exchange.get().cancel();
                    return response;
                })
                .build();
        HttpEngine engine = new HttpEngine(environment(client), "test", false);
        closing(engine::close);
        exchange.set(engine.newExchange(target(server), head -> null));
        assertThatThrownBy(() -> exchange.get().open()).hasMessageContaining("cancelled");
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    private static void assertRefused(CloseReason reason, int code) {
        assertThat(reason.kind()).isEqualTo(Kind.REDIRECT);
        assertThat(reason.code()).isEqualTo(code);
        assertThat(reason.retryable()).isFalse();
    }
}
