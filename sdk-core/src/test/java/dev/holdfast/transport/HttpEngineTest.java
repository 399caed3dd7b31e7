package dev.holdfast.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.spi.Connection;
import dev.holdfast.spi.Dialer;
import dev.holdfast.spi.Target;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.logging.HttpLoggingInterceptor;
import okhttp3.logging.HttpLoggingInterceptor.Level;
import okio.BufferedSource;
import okio.Okio;
import org.junit.jupiter.api.Test;

class HttpEngineTest extends HttpTest {
    private static HttpEngine engine(Object client) {
        return new HttpEngine(environment(client), "test", false);
    }

    private static HttpEngine.Exchange exchange(HttpEngine engine, Target target) {
        return engine.newExchange(target, head -> null);
    }

    @Test
    void interceptorThatLogsBodiesIsRefused() {
        HttpLoggingInterceptor body = new HttpLoggingInterceptor(Level.BODY);
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        engine(new OkHttpClient.Builder().addInterceptor(body).build()))
                .withMessageContaining("HEADERS");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> engine(
                        new OkHttpClient.Builder().addNetworkInterceptor(body).build()));
        engine(new OkHttpClient.Builder()
                .addInterceptor(new HttpLoggingInterceptor(Level.HEADERS))
                .build());
    }

    @Test
    void otherClientsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> engine("client"))
                .withMessageContaining("java.lang.String");
    }

    @Test
    void releaseGivesBackTheConnectionOfACancelledStream() throws Exception {
        for (MockWebServer server : new MockWebServer[] {server(openStream()), tlsServer(openStream())}) {
            HttpEngine engine = engine(trustingHttp1().build());
            HttpEngine.Exchange exchange = exchange(engine, target(server));
            exchange.open();
            assertThat(engine.connections()).isEqualTo(1);
            exchange.cancel();
            exchange.release();
            assertThat(engine.connections()).isZero();
        }
    }

    @Test
    void releaseKeepsTheConnectionOfAStreamThatEnded() throws Exception {
        MockWebServer server = server(new MockResponse.Builder().body("x").build());
        HttpEngine engine = engine(null);
        HttpEngine.Exchange exchange = exchange(engine, target(server));
        BufferedSource source = exchange.open().body().source();
        assertThat(source.readUtf8()).isEqualTo("x");
        exchange.release();
        assertThat(engine.connections()).isEqualTo(1);
        engine.close();
        assertThat(engine.connections()).isZero();
    }

    @Test
    void refusedAnswerGivesBackItsConnection() throws Exception {
        MockWebServer server = server(openStream());
        HttpEngine engine = engine(null);
        HttpEngine.Exchange exchange =
                engine.newExchange(target(server), head -> HttpStatus.reason(head, "nothing", () -> 0));
        assertThat(catchThrowableOfType(CloseException.class, exchange::open)).isNotNull();
        assertThat(engine.connections()).isZero();
        exchange.release();
    }

    @Test
    void releaseClosesBothHalvesOfAnUpgradedConnection() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        MockWebServer server = server(new MockResponse.Builder()
                .code(101)
                .addHeader("Connection", "Upgrade")
                .addHeader("Upgrade", "test")
                .socketHandler(socket -> {
                    try {
                        Okio.buffer(socket.getSink()).writeUtf8("hi").flush();
                        done.await();
                        socket.getSource().close();
                        socket.getSink().close();
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                })
                .build());
        closing(done::countDown); // Closed before the server, which would wait for its handler.
        Map<String, String> upgrade = new LinkedHashMap<>();
        upgrade.put("Connection", "Upgrade");
        upgrade.put("Upgrade", "test");
        HttpEngine engine = new HttpEngine(environment(null), "test", true);
        HttpEngine.Exchange exchange = engine.newExchange(target(server), new HttpEngine.HeadRule() {
            @Override
            public Map<String, String> headers() {
                return upgrade;
            }

            @Override
            public CloseReason refuse(Response head) {
                return null;
            }
        });
        Response head = exchange.open();
        BufferedSource source = Okio.buffer(head.socket().getSource());
        assertThat(source.readUtf8(2)).isEqualTo("hi");
        CompletableFuture<String> read = async(() -> source.readUtf8(1));
        exchange.cancel();
        assertThat(catchThrowableOfType(Exception.class, () -> read.get(WAIT_SECONDS, TimeUnit.SECONDS)))
                .isNotInstanceOf(java.util.concurrent.TimeoutException.class);
        exchange.release();
        assertThat(engine.connections()).isZero();
    }

    @Test
    void abandonedHttp2ConnectionIsNotUsedAgain() throws Exception {
        MockWebServer server = tlsServer(openStream(), openStream(), openStream(), openStream());
        SilentProxy proxy = closing(new SilentProxy(server.getPort()));
        Target target = Target.of("https://localhost:" + proxy.port() + "/");
        Dialer dialer = dialer(trusting().build());
        Connection first = open(dialer, target);
        Connection second = open(dialer, target);
        assertHello(first);
        assertHello(second);
        assertThat(proxy.connections()).isEqualTo(1);

        proxy.fallSilent();
        CompletableFuture<Integer> read = async(() -> first.read(new byte[10]));
        first.abandon();
        first.cancel();
        assertThat(failure(read).retryable()).isTrue();
        assertHello(open(dialer, target));
        assertThat(proxy.connections()).isEqualTo(2);

        // The second exchange reports the same dead connection. The new pool must stay.
        second.abandon();
        second.abandon();
        second.cancel();
        assertHello(open(dialer, target));
        assertThat(proxy.connections()).isEqualTo(2);
        assertThat(request(server).getVersion()).isEqualTo("HTTP/2");
    }
}
