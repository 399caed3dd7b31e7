package dev.holdfast.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseReason;
import dev.holdfast.spi.Dialer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Headers;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that one attempt is one request, and that the application sees what the server sent. */
class OneRequestTest extends HttpTest {
    private final List<String> seen = new CopyOnWriteArrayList<>();

    private Interceptor recording(String where) {
        return chain -> {
            Response head = chain.proceed(chain.request());
            seen.add(where + " " + head.code() + " " + head.header("Retry-After"));
            return head;
        };
    }

    private OkHttpClient recording() {
        return new OkHttpClient.Builder()
                .addInterceptor(recording("application"))
                .addNetworkInterceptor(recording("network"))
                .eventListener(new EventListener() {
                    @Override
                    public void responseHeadersEnd(Call call, Response head) {
                        seen.add("event " + head.code() + " " + head.header("Retry-After"));
                    }

                    @Override
                    public void followUpDecision(Call call, Response head, Request next) {
                        seen.add("decision " + head.code() + " " + (next != null));
                    }
                })
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "408, , -1",
        "408, 0, 0",
        "408, 3600, 3600",
        "408, 9999999999, 3600",
        "503, , -1",
        "503, 0, 0",
        "503, 00, 0",
        "503, +0, -1",
        "503, 2147483648, 3600",
        "503, 99999999999999999999, 3600"
    })
    void oneAttemptIsOneRequest(int code, String retryAfter, int seconds) throws Exception {
        MockResponse.Builder response = new MockResponse.Builder().code(code);
        if (retryAfter != null) response.addHeader("Retry-After", retryAfter);
        MockWebServer server = server(response.build(), openStream());
        CloseReason reason = refusal(dialer(recording()), target(server));
        assertThat(reason.kind()).isEqualTo(CloseReason.Kind.HTTP_STATUS);
        assertThat(reason.code()).isEqualTo(code);
        assertThat(reason.retryAfter()).isEqualTo(seconds < 0 ? null : Duration.ofSeconds(seconds));
        assertThat(server.getRequestCount()).isEqualTo(1);
        String header = code + " " + retryAfter;
        assertThat(seen)
                .containsExactly(
                        "event " + header, "network " + header, "decision " + code + " false", "application " + header);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0663", "1\u00e9", "\u00e9"})
    void aWaitThatIsNotAsciiIsIgnored(String retryAfter) throws Exception {
        Headers headers = new Headers.Builder()
                .addUnsafeNonAscii("Retry-After", retryAfter)
                .add("Content-Length", "0")
                .build();
        MockWebServer server =
                server(new MockResponse.Builder().code(503).headers(headers).build(), openStream());
        CloseReason reason = refusal(dialer(recording()), target(server));
        assertThat(reason.toString()).isEqualTo("HTTP_STATUS 503: The server returned 503 (retryable)");
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void otherHeadersStay() throws Exception {
        MockWebServer server = server(new MockResponse.Builder()
                .code(429)
                .addHeader("Retry-After", "+5")
                .build());
        assertThat(refusal(dialer(recording()), target(server)).retryAfter()).isNull();
        assertThat(seen).contains("application 429 +5");
    }

    @Test
    void noSegmentWaitsForAnAcknowledgement() throws Exception {
        AtomicInteger without = new AtomicInteger();
        OkHttpClient client = trusting()
                .addNetworkInterceptor(chain -> {
                    if (!noDelay(chain)) without.incrementAndGet();
                    return chain.proceed(chain.request());
                })
                .build();
        assertHello(open(dialer(client), target(server(openStream()))));
        assertHello(open(dialer(client), target(tlsServer(openStream()))));
        assertThat(without).hasValue(0);
    }

    private static boolean noDelay(Interceptor.Chain chain) throws IOException {
        return chain.connection().socket().getTcpNoDelay();
    }

    /** OkHttp would send the next request on the connection of a 101 that it did not ask for. */
    @Test
    void aConnectionThatTheServerSwitchedUnaskedIsNotUsedAgain() throws Exception {
        MockResponse switched = new MockResponse.Builder()
                .code(101)
                .addHeader("Upgrade", "x")
                .addHeader("Connection", "Upgrade")
                .build();
        MockWebServer server = server(switched, openStream());
        Dialer dialer = dialer(null);
        assertThat(refusal(dialer, target(server)).code()).isEqualTo(101);
        assertHello(open(dialer, target(server)));
        assertThat(request(server).getConnectionIndex()).isZero();
        assertThat(request(server).getConnectionIndex()).isEqualTo(1);
    }
}
