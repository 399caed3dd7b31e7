package dev.holdfast;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okhttp3.Cookie;
import okhttp3.CookieJar;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an app says through okHttpClient, over both transports. */
final class OkHttpExamplesTest {
    @StartStop
    private final MockWebServer server = new MockWebServer();

    @ParameterizedTest
    @ValueSource(strings = {"wss", "https"})
    void aCertificateAuthorityOfOnesOwn(String scheme) throws Exception {
        HeldCertificate authority =
                new HeldCertificate.Builder().certificateAuthority(0).build();
        secure(authority);
        server.enqueue(feed(scheme));
        assertThat(first(scheme, trusting(authority).build())).isEqualTo("one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"wss", "https"})
    void anAuthorityNobodyTrustsIsToldAsTls(String scheme) throws Exception {
        secure(new HeldCertificate.Builder().certificateAuthority(0).build());
        CompletableFuture<CloseReason> reason = new CompletableFuture<>();
        try (RealtimeClient client = RealtimeClient.builder(url(scheme)).build()) {
            client.addConnectionListener(event -> {
                if (event.reason() != null) reason.complete(event.reason());
            });
            client.subscribe(message -> {});
            assertThat(reason.get(30, SECONDS).kind()).isEqualTo(CloseReason.Kind.TLS);
        }
    }

    /** A plain URL is asked of the proxy itself; a secure one, and any WebSocket, goes through a tunnel. */
    @Test
    void aProxyForPlainText() throws Exception {
        server.enqueue(feed("http"));
        OkHttpClient http =
                new OkHttpClient.Builder().proxy(server.getProxyAddress()).build();
        assertThat(first("http://feed.example/x", http, "")).isEqualTo("one");
        assertThat(request().getRequestLine()).isEqualTo("GET http://feed.example/x HTTP/1.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"wss", "https"})
    void aTunnelThroughAProxyThatAsksForAPassword(String scheme) throws Exception {
        HeldCertificate authority =
                new HeldCertificate.Builder().certificateAuthority(0).build();
        secure(authority);
        server.enqueue(feed(scheme));
        String password = Credentials.basic("me", "secret");
        try (ConnectProxy proxy = new ConnectProxy(password)) {
            OkHttpClient http = trusting(authority)
                    .proxy(proxy.proxy())
                    .proxyAuthenticator((route, response) -> response.request().header("Proxy-Authorization") != null
                            ? null
                            : response.request()
                                    .newBuilder()
                                    .header("Proxy-Authorization", password)
                                    .build())
                    .build();
            assertThat(first(scheme, http)).isEqualTo("one");
            assertThat(proxy.requests)
                    .isNotEmpty()
                    .allMatch(("CONNECT localhost:" + server.getPort() + " HTTP/1.1")::equals);
        }
        assertThat(request().getHeaders().get("Proxy-Authorization")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wss", "https"})
    void aProxyThatAsksForAPasswordInVain(String scheme) throws Exception {
        CompletableFuture<CloseReason> end = new CompletableFuture<>();
        try (ConnectProxy proxy = new ConnectProxy("x");
                RealtimeClient client = RealtimeClient.builder(url(scheme))
                        .okHttpClient(
                                new OkHttpClient.Builder().proxy(proxy.proxy()).build())
                        .build()) {
            client.subscribe("", new SubscriptionListener<String>() {
                @Override
                public void onMessage(Message<String> message) {}

                @Override
                public void onError(Throwable error) {}

                @Override
                public void onEnded(CloseReason reason) {
                    end.complete(reason);
                }
            });
            assertThat(end.get(30, SECONDS).code()).isEqualTo(407);
            assertThat(end.get().text()).contains("Set a proxyAuthenticator on the OkHttpClient");
            assertThat(proxy.requests).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "http"})
    void cookies(String scheme) throws Exception {
        server.enqueue(
                feed(scheme).newBuilder().addHeader("Set-Cookie", "seen=1").build());
        List<String> seen = new CopyOnWriteArrayList<>();
        OkHttpClient http = new OkHttpClient.Builder()
                .cookieJar(new CookieJar() {
                    @Override
                    public void saveFromResponse(HttpUrl url, List<Cookie> cookies) {
                        for (Cookie cookie : cookies) seen.add(cookie.name() + "=" + cookie.value());
                    }

                    @Override
                    public List<Cookie> loadForRequest(HttpUrl url) {
                        return List.of(new Cookie.Builder()
                                .domain(url.host())
                                .name("session")
                                .value("7")
                                .build());
                    }
                })
                .build();
        assertThat(first(scheme, http)).isEqualTo("one");
        assertThat(request().getHeaders().get("Cookie")).isEqualTo("session=7");
        assertThat(seen).containsExactly("seen=1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "http"})
    void anAuthenticatorAnswersThe401(String scheme) throws Exception {
        server.enqueue(new MockResponse.Builder()
                .code(401)
                .addHeader("WWW-Authenticate", "Basic realm=\"r\"")
                .build());
        server.enqueue(feed(scheme));
        String basic = Credentials.basic("me", "secret");
        OkHttpClient http = new OkHttpClient.Builder()
                .authenticator((route, response) -> response.request()
                        .newBuilder()
                        .header("Authorization", basic)
                        .build())
                .build();
        assertThat(first(scheme, http)).isEqualTo("one");
        assertThat(request().getHeaders().get("Authorization")).isNull();
        assertThat(request().getHeaders().get("Authorization")).isEqualTo(basic);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "http"})
    void anInterceptorSeesEachAttempt(String scheme) throws Exception {
        server.enqueue(feed(scheme));
        OkHttpClient http = new OkHttpClient.Builder()
                .addInterceptor(chain -> chain.proceed(
                        chain.request().newBuilder().header("X-Trace", "t-1").build()))
                .build();
        assertThat(first(scheme, http)).isEqualTo("one");
        assertThat(request().getHeaders().get("X-Trace")).isEqualTo("t-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "http"})
    void theAppsClientStaysTheApps(String scheme) throws Exception {
        OkHttpClient http = new OkHttpClient();
        server.enqueue(new MockResponse.Builder().body("before").build());
        assertThat(rest(http)).isEqualTo("before");
        int pooled = http.connectionPool().connectionCount();
        server.enqueue(feed(scheme));
        assertThat(first(scheme, http)).isEqualTo("one");
        assertThat(http.connectionPool().connectionCount()).isEqualTo(pooled).isEqualTo(1);
        assertThat(http.dispatcher().runningCallsCount()).isZero();
        assertThat(http.dispatcher().executorService().isShutdown()).isFalse();
        server.enqueue(new MockResponse.Builder().body("after").build());
        assertThat(rest(http)).isEqualTo("after");
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    // ---- the app, and the server

    /** The first message, from a client that is closed afterwards. */
    private String first(String scheme, OkHttpClient http) throws Exception {
        return first(url(scheme), http, "");
    }

    private static String first(String url, OkHttpClient http, String topic) throws Exception {
        CompletableFuture<String> first = new CompletableFuture<>();
        try (RealtimeClient client =
                RealtimeClient.builder(url).okHttpClient(http).build()) {
            client.subscribe(topic, message -> first.complete(message.data()));
            return first.get(30, SECONDS);
        }
    }

    private String url(String scheme) {
        return scheme + "://localhost:" + server.getPort() + "/feed";
    }

    private RecordedRequest request() throws InterruptedException {
        return server.takeRequest(30, SECONDS);
    }

    private String rest(OkHttpClient http) throws Exception {
        Request request = new Request.Builder().url(server.url("/rest")).build();
        try (Response response = http.newCall(request).execute()) {
            return response.body().string();
        }
    }

    private void secure(HeldCertificate authority) throws Exception {
        HeldCertificate own = new HeldCertificate.Builder()
                .signedBy(authority)
                .addSubjectAlternativeName(InetAddress.getByName("localhost").getHostName())
                .build();
        server.useHttps(
                new HandshakeCertificates.Builder().heldCertificate(own).build().sslSocketFactory());
    }

    private static OkHttpClient.Builder trusting(HeldCertificate authority) {
        HandshakeCertificates trust = new HandshakeCertificates.Builder()
                .addTrustedCertificate(authority.certificate())
                .build();
        return new OkHttpClient.Builder()
                .proxy(Proxy.NO_PROXY)
                .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager());
    }

    /** Says "one" and then nothing more. */
    private static MockResponse feed(String scheme) {
        if (scheme.startsWith("http")) {
            return new MockResponse.Builder()
                    .addHeader("Content-Type", "text/event-stream")
                    .body("data: one\n\n")
                    .build();
        }
        return new MockResponse.Builder()
                .webSocketUpgrade(new WebSocketListener() {
                    @Override
                    public void onOpen(WebSocket webSocket, Response response) {
                        webSocket.send("one");
                    }

                    @Override
                    public void onClosing(WebSocket webSocket, int code, String reason) {
                        webSocket.close(code, null);
                    }
                })
                .build();
    }
}
