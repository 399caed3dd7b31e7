package dev.holdfast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseReason;
import dev.holdfast.ConnectionState;
import dev.holdfast.Heartbeat;
import dev.holdfast.Limits;
import dev.holdfast.RealtimeClient;
import dev.holdfast.transport.WebSocketTransport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames, compression and close codes of npm's ws. */
final class NpmWsInteropTest {
    private static final int LIMIT = 1 << 20;

    @TempDir
    Path dir;

    @RegisterExtension
    final Servers servers = new Servers(() -> dir);

    private final Feed feed = new Feed();
    private Server server;

    @BeforeEach
    void startServer() {
        server = servers.node("frames.js");
    }

    private String url(String compression) {
        return "ws://127.0.0.1:" + server.port() + "/" + compression;
    }

    @ParameterizedTest
    @CsvSource({
        "none, uncompressed",
        "both, permessage-deflate",
        "server, permessage-deflate; client_no_context_takeover",
        "client, permessage-deflate; server_no_context_takeover",
        "neither, permessage-deflate; server_no_context_takeover; client_no_context_takeover",
        "window, permessage-deflate; server_max_window_bits=9"
    })
    void messagesComeThroughEachKindOfCompression(String compression, String extensions) {
        List<String> expected = new ArrayList<>(List.of(extensions));
        for (int i = 0; i < 200; i++) expected.add("message " + i + " " + "sea ".repeat(i * 7));
        try (RealtimeClient client = feed.client(url(compression))) {
            client.subscribe("messages/200", feed);
            feed.awaitMessages(201).assertExactly(expected);
        }
    }

    @Test
    void aClientWithoutCompressionIsSentNone() {
        try (RealtimeClient client =
                feed.client(url("both"), b -> b.transport(WebSocketTransport.withoutCompression()))) {
            client.subscribe("messages/3", feed);
            feed.awaitMessages(4);
            assertThat(feed.texts().get(0)).isEqualTo("uncompressed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "both"})
    void binaryComesAsItIs(String compression) {
        byte[] expected = new byte[2560];
        for (int i = 0; i < expected.length; i++) expected[i] = (byte) i;
        try (RealtimeClient client = feed.client(url(compression))) {
            client.subscribe("binary", feed);
            assertThat(feed.awaitMessages(1).messages().get(0).bytes()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "both"})
    void fragmentsMakeOneMessageAndAPingBetweenThemIsAnswered(String compression) {
        try (RealtimeClient client = feed.client(url(compression))) {
            client.subscribe("fragments", feed);
            feed.awaitMessages(2).assertExactly(List.of("kelp \ud83e\udeb8 reef", "pong between"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "both", "neither"})
    void aMessageAsLargeAsTheLimitComes(String compression) {
        try (RealtimeClient client = feed.client(url(compression))) {
            client.subscribe("large/" + LIMIT, feed);
            feed.awaitMessages(1).assertExactly(List.of("kelp".repeat(LIMIT / 4)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "both", "neither"})
    void aMessageOneByteOverTheLimitEndsTheSubscriptionAndTheServerIsToldWhy(String compression) {
        try (RealtimeClient client =
                feed.client(url(compression), b -> b.limits(Limits.defaults().withMaxMessageBytes(LIMIT)))) {
            client.subscribe("large/" + (LIMIT + 1), feed);
            CloseReason reason = feed.awaitEnd();
            assertThat(reason.kind()).isEqualTo(CloseReason.Kind.TOO_LARGE);
            assertThat(reason.code()).isEqualTo(1009);
            assertThat(reason.retryable()).isFalse();
            server.awaitLog("closed 1009", 1);
            feed.assertExactly(List.of());
        }
    }

    @Test
    void aPingOfTheServerIsAnsweredWithItsPayload() {
        try (RealtimeClient client = feed.client(url("both"))) {
            client.subscribe("ping", feed);
            feed.awaitMessages(1).assertExactly(List.of("pong anybody there?"));
        }
    }

    @Test
    void heartbeatsKeepASilentConnection() {
        Heartbeat quick = Heartbeat.every(Duration.ofMillis(100)).withGrace(Duration.ofSeconds(20));
        try (RealtimeClient client = feed.client(url("both"), b -> b.heartbeat(quick))) {
            client.subscribe("stay", feed);
            server.awaitLog("pinged", 5);
            assertThat(client.state()).isEqualTo(ConnectionState.CONNECTED);
            assertThat(feed.reasons()).isEmpty();
            feed.assertExactly(List.of("hello"));
        }
    }

    @Test
    void aServerThatHangsIsNoticedByTheHeartbeatAndFoundAgain() {
        Heartbeat quick = Heartbeat.every(Duration.ofMillis(300)).withGrace(Duration.ofMillis(300));
        Limits impatient = Limits.defaults().withAttemptTimeout(Duration.ofSeconds(1));
        try (RealtimeClient client =
                feed.client(url("both"), b -> b.heartbeat(quick).limits(impatient))) {
            client.subscribe("stay", feed);
            feed.awaitMessages(1);
            server.freeze();
            feed.awaitReasons(1);
            server.thaw();
            feed.awaitMessages(2);
            assertThat(feed.reasons().get(0).kind()).isEqualTo(CloseReason.Kind.HEARTBEAT);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1011, 1012, 1013, 4000})
    void afterMostCloseCodesItConnectsAgain(int code) {
        try (RealtimeClient client = feed.client(url("both"))) {
            client.subscribe("close/" + code, feed);
            feed.awaitReasons(2).awaitMessages(2);
            assertThat(feed.reasons().subList(0, 2)).allSatisfy(reason -> {
                assertThat(reason.kind()).isEqualTo(CloseReason.Kind.WEBSOCKET_CLOSE);
                assertThat(reason.code()).isEqualTo(code);
                assertThat(reason.text()).isEqualTo("because of " + code);
            });
            assertThat(feed.texts()).containsOnly("hello");
            server.awaitLog("closed " + code, 2);
        }
    }

    @Test
    void aPolicyViolationIsFinal() {
        try (RealtimeClient client = feed.client(url("both"))) {
            client.subscribe("close/1008", feed);
            CloseReason reason = feed.awaitEnd();
            assertThat(reason.code()).isEqualTo(1008);
            assertThat(reason.retryable()).isFalse();
            assertThat(feed.awaitReasons(1).reasons()).hasSize(1);
            feed.assertExactly(List.of("hello"));
            server.awaitLog("closed 1008", 1);
        }
    }

    @Test
    void aConnectionCutWithoutAWordIsMadeAgain() {
        Heartbeat quick = Heartbeat.every(Duration.ofMillis(50)).withGrace(Duration.ofSeconds(20));
        try (RealtimeClient client = feed.client(url("both"), b -> b.heartbeat(quick))) {
            client.subscribe("terminate", feed);
            feed.awaitMessages(3);
            assertThat(feed.reasons()).extracting(CloseReason::retryable).containsOnly(true);
        }
    }

    @Test
    void aKilledServerIsFoundAgainWhenItIsBack() {
        try (RealtimeClient client = feed.client(url("both"))) {
            client.subscribe("stay", feed);
            feed.awaitMessages(1);
            server.kill();
            feed.awaitReasons(2);
            server.start();
            feed.awaitMessages(2).assertExactly(List.of("hello", "hello"));
        }
    }

    @Test
    void unsubscribingSaysGoodbye() {
        try (RealtimeClient client = feed.client(url("both"))) {
            var subscription = client.subscribe("stay", feed);
            feed.awaitMessages(1);
            subscription.unsubscribeAndWait();
            server.awaitLog("closed 1000", 1);
        }
    }
}
