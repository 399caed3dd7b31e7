package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.protocol.JsonDialect;
import dev.holdfast.transport.SseTransport;
import dev.holdfast.transport.WebSocketTransport;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input, and the exception it causes: which value is wrong, and what to do instead. */
final class BuilderTest {
    private static final String SECRET = "s3cr3t";
    private static final Duration BELOW = Duration.ofMillis(-1);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ftp://h/x|scheme is 'ftp': use https",
                "h/x|scheme is '': use https",
                "https:x|has no host: use one such as https://",
                "https:///x|has no host: use one such as https://",
                "wss://:80/|has no host: use one such as https://",
                "https://h x/|is not valid (Illegal character in authority at index ",
                "https://h/%zz|is not valid (Malformed escape pair at index 10): percent-encode",
                "https://h/a{b}|is not valid (Illegal character in path at index 11): percent-encode",
                "https://u:s3cr3t@h/|contains a user or password: use .credentials",
                "https://s3cr3t@h/|contains a user or password: use .credentials",
                "https://h/#x|contains a fragment (#), which is never sent: remove it",
                "https://h:99999/|port is 99999: use a port from 1 to 65535",
                "https://h:0/|port is 0: use a port from 1 to 65535",
                "https://h:x/|port is x: use a port from 1 to 65535",
                "https://[::1]:70000/|port is 70000: use a port from 1 to 65535"
            })
    void urls(String url, String sentence) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RealtimeClient.builder(url).build())
                .withMessageStartingWith("The URL")
                .withMessageContaining(sentence)
                .satisfies(e -> assertThat(e.toString()).doesNotContain(SECRET));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://h",
                "HTTPS://h/",
                "wss://h:1/x?y=1",
                "ws://[::1]:65535",
                "http://h:/",
                "https://a_b/",
                "https://größe/"
            })
    void urlsThatWillDo(String url) {
        RealtimeClient.builder(url).build().close();
    }

    @Test
    void aBadUrlIsNotRepeatedWithItsQuery() {
        Throwable refused = catchThrowable(
                () -> RealtimeClient.builder("https://h/ ?token=" + SECRET).build());
        assertThat(refused).isInstanceOf(IllegalArgumentException.class);
        assertThat(refused.toString()).doesNotContain(SECRET);
        assertThat(refused.getCause()).isNull();
    }

    @Test
    void transportsAndProtocols() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> builder("wss").transport(SseTransport.create()).build())
                .withMessage("The transport sse does not support wss URLs: change the URL, or remove .transport(…)");
        JsonDialect dialect = JsonDialect.of("exchange", routes -> "{}", (frame, reply) -> {});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder("https").protocol(dialect).build())
                .withMessageContainingAll("exchange", "sse", "Use a wss URL");
        builder("https")
                .transport(WebSocketTransport.create())
                .protocol(dialect)
                .build()
                .close();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder("https")
                        .header("authorization", SECRET)
                        .credentials(Credentials.bearer(() -> SECRET))
                        .build())
                .withMessage("Both .credentials(…) and an Authorization header are set: remove the header");
    }

    @Test
    void headers() {
        SubscriptionOptions<String> options = SubscriptionOptions.text("t");
        for (String name : new String[] {"", "a b", "a:b", "größe", "a\nb"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder("https").header(name, SECRET))
                    .withMessage("'" + name + "' is not a valid header name: use letters, digits and hyphens");
            assertThatIllegalArgumentException().isThrownBy(() -> options.withHeader(name, SECRET));
        }
        for (String value : new String[] {SECRET + "\r\nX: y", SECRET + "\u0000", SECRET + "é", SECRET + "\u007f"}) {
            String sentence =
                    "The value of the header X-Key contains control characters or characters outside ASCII: encode it";
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder("https").header("X-Key", value))
                    .withMessage(sentence);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> options.withHeader("X-Key", value))
                    .withMessage(sentence);
        }
        assertThat(options.withHeader("X-Key", "1").withHeader("x-key", "2").headers())
                .hasSize(1);
    }

    @Test
    void bodies() {
        for (String method : new String[] {"GET", "head", "", "PO ST"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SubscriptionOptions.text("t").withBody(method, new byte[0], "text/plain"))
                    .withMessage("'" + method + "' cannot have a body: use POST or another method");
        }
    }

    @Test
    void durations() {
        String above = " must be positive, but is PT-0.001S";
        String zero = " must be zero or positive, but is PT-0.001S";
        Duration second = Duration.ofSeconds(1);
        refused("backoff initial" + above, () -> Backoff.exponential(BELOW, second));
        refused("backoff initial must be positive, but is PT0S", () -> Backoff.exponential(Duration.ZERO, second));
        refused("backoff max" + above, () -> Backoff.exponential(second, BELOW));
        refused(
                "backoff max must be at least initial (PT2S), but is PT1S",
                () -> Backoff.exponential(second.multipliedBy(2), second));
        refused("firstRetry" + zero, () -> Backoff.defaults().withFirstRetry(BELOW));
        refused("stableAfter" + zero, () -> Backoff.defaults().withStableAfter(BELOW));
        refused(
                "stableAfter must be at most 365 days, but is PT8784H",
                () -> Backoff.defaults().withStableAfter(Duration.ofDays(366)));
        refused("heartbeat interval" + above, () -> Heartbeat.every(BELOW));
        refused("heartbeat grace" + above, () -> Heartbeat.every(second).withGrace(BELOW));
        refused("attemptTimeout" + above, () -> Limits.defaults().withAttemptTimeout(BELOW));
        refused("writeTimeout" + above, () -> Limits.defaults().withWriteTimeout(BELOW));
        refused("replyTimeout" + above, () -> Limits.defaults().withReplyTimeout(BELOW));
        assertThatIllegalStateException()
                .isThrownBy(() -> Heartbeat.off().withGrace(second))
                .withMessage("Heartbeat.off() has no grace: use Heartbeat.every(…)");
        assertThatCode(() -> Backoff.defaults().withFirstRetry(Duration.ZERO)).doesNotThrowAnyException();
    }

    @Test
    void numbers() {
        refused(
                "maxMessageBytes must be at least 1, but is 0",
                () -> Limits.defaults().withMaxMessageBytes(0));
        refused(
                "queue messages must be at least 1, but is -1",
                () -> Limits.defaults().withQueue(-1, 1));
        refused(
                "queue bytes must be at least 1, but is 0",
                () -> Limits.defaults().withQueue(1, 0));
        refused(
                "outbound frames must be at least 1, but is 0",
                () -> Limits.defaults().withOutbound(0, 1));
        refused(
                "outbound bytes must be at least 1, but is 0",
                () -> Limits.defaults().withOutbound(1, 0));
        refused(
                "maxRedirects must be at least 0, but is -1",
                () -> Limits.defaults().withMaxRedirects(-1));
    }

    private static void refused(String sentence, Runnable call) {
        assertThatIllegalArgumentException().isThrownBy(call::run).withMessage(sentence);
    }

    @Test
    void nothingWhereSomethingIsNeeded() throws Exception {
        RealtimeClient.Builder builder = builder("https");
        missing("url", () -> RealtimeClient.builder(null));
        missing("client", () -> builder.okHttpClient(null));
        missing("name", () -> builder.header(null, "x"));
        missing("value", () -> builder.header("X", null));
        missing("transport", () -> builder.transport(null));
        missing("protocol", () -> builder.protocol(null));
        missing("credentials", () -> builder.credentials(null));
        missing("store", () -> builder.cursorStore(null));
        missing("publishGuarantee", () -> builder.publishGuarantee(null));
        missing("backoff", () -> builder.backoff(null));
        missing("heartbeat", () -> builder.heartbeat(null));
        missing("limits", () -> builder.limits(null));
        missing("delivery", () -> builder.delivery(null));
        missing("decoder", () -> builder.decoder(null));
        missing("heartbeat interval", () -> Heartbeat.every(null));
        missing("topic", () -> SubscriptionOptions.text(null));
        missing("type", () -> SubscriptionOptions.of("t", (Class<String>) null));
        SubscriptionOptions<String> options = SubscriptionOptions.text("t");
        missing("cursor", () -> options.withCursor(null));
        missing("overflow", () -> options.withOverflow(null));
        missing("variables", () -> options.withVariables(null));
        missing("body", () -> options.withBody("POST", null, "text/plain"));
        missing("contentType", () -> options.withBody("POST", new byte[0], null));
        missing("acknowledgement", () -> options.withAcknowledgement(null));
        missing("key", () -> Overflow.latest(null));
        try (RealtimeClient client = builder.build()) {
            missing("handler", () -> client.subscribe("t", null));
            missing("listener", () -> client.addConnectionListener(null));
        }
    }

    @Test
    void anEmptyCursorIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SubscriptionOptions.text("t").withCursor(""))
                .withMessageContaining("leave out withCursor");
    }

    @Test
    void aSubprotocolSetAsAHeaderIsRefusedWithTheCallToMake() {
        RealtimeClient.Builder builder = RealtimeClient.builder("wss://h/x");
        for (Runnable door : new Runnable[] {
            () -> builder.header("sec-websocket-protocol", SECRET).build(),
            () -> SubscriptionOptions.text("t").withHeader("Sec-WebSocket-Protocol", SECRET),
            () -> builder.attemptHeader("Sec-WebSocket-Protocol").build(),
            () -> Authorization.header("Sec-WebSocket-Protocol", SECRET)
        }) {
            assertThatIllegalArgumentException()
                    .isThrownBy(door::run)
                    .withMessageContaining("pass each name to Builder.subprotocols(…)")
                    .satisfies(e -> assertThat(e.toString()).doesNotContain(SECRET));
        }
    }

    @Test
    void subprotocolsAreForWebSocketOnly() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        RealtimeClient.builder("https://h/x").subprotocols("a").build())
                .withMessageContaining("use a ws or wss URL");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RealtimeClient.builder("wss://h/x").subprotocols("a", "b, " + SECRET))
                .withMessageContaining("pass each name as an argument of its own")
                .satisfies(e -> assertThat(e.toString()).doesNotContain(SECRET));
        assertThatCode(() -> RealtimeClient.builder("wss://h/x")
                        .subprotocols("a", "b")
                        .build()
                        .close())
                .doesNotThrowAnyException();
    }

    @Test
    void aBuilderThatChangesAfterBuildChangesNoClient() {
        RealtimeClient.Builder builder =
                RealtimeClient.builder("https://h/x").header("X-One", "1").attemptHeader("X-Attempt");
        RealtimeClient client = builder.build();
        builder.header("X-Two", "2")
                .monitor(new Monitor() {})
                .backoff(Backoff.exponential(BELOW.negated(), BELOW.negated()));
        RealtimeClient.Builder derived = client.newBuilder();
        assertThat(derived.config.base.headers()).containsOnlyKeys("X-One");
        assertThat(derived.config.monitors).isEmpty();
        assertThat(derived.config.attemptHeader).isEqualTo("X-Attempt");
        assertThat(derived.config.backoff).isSameAs(Backoff.defaults());
        derived.header("X-Three", "3");
        assertThat(client.newBuilder().config.base.headers()).containsOnlyKeys("X-One");
        client.close();
    }

    @Test
    void limitsKeepTheirOtherValues() {
        Limits limits = Limits.defaults()
                .withMaxMessageBytes(1)
                .withQueue(2, 3)
                .withOutbound(4, 5)
                .withAttemptTimeout(Duration.ofMillis(6))
                .withWriteTimeout(Duration.ofMillis(7))
                .withReplyTimeout(Duration.ofMillis(8))
                .withMaxRedirects(9);
        assertThat(limits.maxMessageBytes()).isEqualTo(1);
        assertThat(limits.queueMessages()).isEqualTo(2);
        assertThat(limits.queueBytes()).isEqualTo(3);
        assertThat(limits.outboundFrames()).isEqualTo(4);
        assertThat(limits.outboundBytes()).isEqualTo(5);
        assertThat(limits.attemptTimeout()).isEqualTo(Duration.ofMillis(6));
        assertThat(limits.writeTimeout()).isEqualTo(Duration.ofMillis(7));
        assertThat(limits.replyTimeout()).isEqualTo(Duration.ofMillis(8));
        assertThat(limits.maxRedirects()).isEqualTo(9);
        assertThat(Limits.defaults().maxMessageBytes()).as("the defaults").isEqualTo(1 << 20);
    }

    private static void missing(String name, Runnable call) {
        assertThatNullPointerException().isThrownBy(call::run).withMessage(name);
    }

    /** Returns a builder for a port on which no server listens. */
    private static RealtimeClient.Builder builder(String scheme) {
        return RealtimeClient.builder(scheme + "://localhost:1/x");
    }
}
