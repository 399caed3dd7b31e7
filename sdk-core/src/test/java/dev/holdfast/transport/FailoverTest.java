package dev.holdfast.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseReason;
import dev.holdfast.Limits;
import dev.holdfast.RealtimeClient;
import dev.holdfast.spi.Connection;
import dev.holdfast.spi.Dialer;
import dev.holdfast.spi.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests a name with two addresses. The server at the first one accepts connections and says nothing. OkHttp leaves it
 * by itself after a plain request, but not after a TLS handshake.
 */
class FailoverTest extends HttpTest {
    private ServerSocket hung;

    /** Returns a client whose DNS knows the silent server first. */
    private OkHttpClient twoAddresses(int port) throws IOException {
        hung = closing(new ServerSocket(port, 50, InetAddress.getLoopbackAddress()));
        hung.setSoTimeout((int) TimeUnit.SECONDS.toMillis(WAIT_SECONDS));
        List<InetAddress> both = List.of(InetAddress.getLoopbackAddress(), InetAddress.getByName("127.0.0.2"));
        return trusting().dns(host -> both).build();
    }

    private static Target target(String scheme, int port) {
        return Target.of(scheme + "://localhost:" + port + "/");
    }

    /** Opens a connection that hangs at the first address, and abandons it as a link does after its timeout. */
    private void hang(Dialer dialer, Target target) throws Exception {
        Connection first = connection(dialer, target);
        CompletableFuture<Boolean> open = async(() -> {
            first.open();
            return true;
        });
        Socket accepted = closing(hung.accept());
        assertThat(accepted.getInputStream().read()).isNotNegative(); // OkHttp waits for an answer now.
        first.abandon();
        first.cancel();
        assertThat(failure(open).kind()).isEqualTo(CloseReason.Kind.NETWORK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void hungFirstAddressIsLeftForTheSecond(String scheme) throws Exception {
        MockWebServer server = new MockWebServer();
        if (scheme.equals("https")) useTls(server);
        server.enqueue(openStream());
        server.enqueue(openStream());
        server.start(InetAddress.getByName("127.0.0.2"), 0);
        closing(server);
        Dialer dialer = dialer(twoAddresses(server.getPort()));
        Target target = target(scheme, server.getPort());
        hang(dialer, target);
        assertHello(open(dialer, target));
        assertHello(open(dialer, target));
    }

    /** OkHttp tries the next address of a name where one refuses. So does an attempt that left one out. */
    @Test
    void hungAddressIsUsedAgainWhereTheOthersRefuse() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"))) {
            port = free.getLocalPort();
        }
        Dialer dialer = dialer(twoAddresses(port));
        hang(dialer, target("https", port));
        hang(dialer, target("https", port));
    }

    @Test
    void anotherNetworkBeginsWithTheFirstAddressAgain() throws Exception {
        MockWebServer server = new MockWebServer();
        server.start(InetAddress.getByName("127.0.0.2"), 0);
        closing(server);
        Dialer dialer = dialer(twoAddresses(server.getPort()));
        hang(dialer, target("https", server.getPort()));
        dialer.renew();
        hang(dialer, target("https", server.getPort()));
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void aClientFindsTheSecondAddress() throws Exception {
        MockWebServer server = new MockWebServer();
        useTls(server);
        server.enqueue(openStream());
        server.start(InetAddress.getByName("127.0.0.2"), 0);
        closing(server);
        OkHttpClient http = twoAddresses(server.getPort());
        CompletableFuture<String> heard = new CompletableFuture<>();
        try (RealtimeClient client = RealtimeClient.builder(
                        target("https", server.getPort()).url())
                .okHttpClient(http)
                .limits(Limits.defaults().withAttemptTimeout(Duration.ofSeconds(1)))
                .build()) {
            client.subscribe("", message -> heard.complete(message.data()));
            assertThat(heard.get(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo("hello");
        }
    }
}
