package dev.holdfast.transport;

import static dev.holdfast.transport.Wire.frame;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.CloseReason.Kind;
import dev.holdfast.spi.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests responses that are not a handshake, and connections cancelled at each stage. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class WebSocketHandshakeTest {
    private static final String SWITCHING = "HTTP/1.1 101 Switching Protocols";
    private static final String CONNECTION = "Connection: Upgrade";
    private static final String UPGRADE = "Upgrade: websocket";
    private static final String ACCEPT = "Sec-WebSocket-Accept: $";

    @Test
    void otherStatuses() throws Exception {
        for (int status : new int[] {200, 400, 403, 404, 426, 500, 503}) {
            CloseReason reason = refused("HTTP/1.1 " + status + " Status", "Content-Length: 0", "Connection: close");
            assertThat(reason.kind()).isEqualTo(Kind.HTTP_STATUS);
            assertThat(reason.code()).isEqualTo(status);
        }
    }

    @Test
    void headersThatAreNoHandshake() throws Exception {
        for (String[] lines : new String[][] {
            {SWITCHING, CONNECTION, ACCEPT},
            {SWITCHING, CONNECTION, "Upgrade: h2c", ACCEPT},
            {SWITCHING, UPGRADE, ACCEPT},
            {SWITCHING, "Connection: close", UPGRADE, ACCEPT},
            {SWITCHING, CONNECTION, UPGRADE},
            {SWITCHING, CONNECTION, UPGRADE, "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="},
            {SWITCHING, CONNECTION, UPGRADE, "Sec-WebSocket-Accept: "},
        }) {
            CloseReason reason = refused(lines);
            assertThat(reason.kind()).isEqualTo(Kind.PROTOCOL);
            assertThat(reason.retryable()).as(String.join(", ", lines)).isTrue();
        }
    }

    /** OkHttp hands over the socket for exactly "Upgrade". It would write the next request into the connection. */
    @Test
    void listOfConnectionOptionsIsToldAndTheConnectionIsCut() throws Exception {
        for (String list : new String[] {"keep-alive, Upgrade", "Upgrade, Keep-Alive", "Upgrade,"}) {
            CompletableFuture<Integer> next = new CompletableFuture<>();
            try (RawServer raw = new RawServer((head, in, out) -> {
                        String agreed = new String(RawServer.agree(head), StandardCharsets.ISO_8859_1);
                        out.write(agreed.replace(CONNECTION, "Connection: " + list)
                                .getBytes(StandardCharsets.ISO_8859_1));
                        out.flush();
                        next.complete(in.read());
                    });
                    WebSocketClient client = WebSocketClient.to(raw.url())) {
                assertThatThrownBy(client::open).isInstanceOfSatisfying(CloseException.class, e -> {
                    assertThat(e.reason().kind()).isEqualTo(Kind.PROTOCOL);
                    assertThat(e.reason().text()).endsWith(list);
                });
                assertThat(next.get(30, SECONDS)).isEqualTo(-1);
            }
        }
    }

    @Test
    void eachConnectionHasAKeyOfItsOwn() throws Exception {
        List<String> heads = new CopyOnWriteArrayList<>();
        try (RawServer node = new RawServer((head, in, out) -> {
                    heads.add(head);
                    out.write(RawServer.agree(head));
                    out.flush();
                });
                RawServer balancer = new RawServer((head, in, out) -> {
                    heads.add(head);
                    out.write(("HTTP/1.1 307 Over there\r\nLocation: " + node.url() + "\r\nContent-Length: 0\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
                    out.flush();
                });
                WebSocketClient client = WebSocketClient.to(balancer.url())) {
            client.open();
        }
        assertThat(heads)
                .extracting(head -> head.replaceFirst("(?s).*Sec-WebSocket-Key: (\\S+).*", "$1"))
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    @Test
    void whatWasNotOffered() throws Exception {
        for (String line : new String[] {
            "Sec-WebSocket-Protocol: unasked",
            "Sec-WebSocket-Extensions: x-other",
            "Sec-WebSocket-Extensions: permessage-deflate; surprise",
        }) {
            CloseReason reason = refused(SWITCHING, CONNECTION, UPGRADE, ACCEPT, line);
            assertThat(reason.kind()).isEqualTo(Kind.PROTOCOL);
            assertThat(reason.retryable()).as(line).isFalse();
        }
        Target target = Target.of("").withSubprotocol("a").withSubprotocol("b");
        for (String chosen : new String[] {"c", "A", "a, b"}) {
            CloseReason reason = refused(
                    WebSocketTransport.create(),
                    target,
                    SWITCHING,
                    CONNECTION,
                    UPGRADE,
                    ACCEPT,
                    "Sec-WebSocket-Protocol: " + chosen);
            assertThat(reason.text()).contains(chosen, "none of the 2 offered");
        }
        CloseReason twice = refused(
                WebSocketTransport.create(),
                target,
                SWITCHING,
                CONNECTION,
                UPGRADE,
                ACCEPT,
                "Sec-WebSocket-Protocol: a",
                "Sec-WebSocket-Protocol: b");
        assertThat(twice.retryable()).isFalse();
        CloseReason reason = refused(
                WebSocketTransport.withoutCompression(),
                target,
                SWITCHING,
                CONNECTION,
                UPGRADE,
                ACCEPT,
                "Sec-WebSocket-Extensions: permessage-deflate");
        assertThat(reason.text()).contains("offered none");
    }

    @Test
    void headersInAnyCase() throws Exception {
        try (RawServer raw = RawServer.answering(SWITCHING, "connection: upgrade", "UPGRADE: WebSocket", ACCEPT);
                WebSocketClient client = WebSocketClient.to(raw.url())) {
            client.open();
            assertThat(client.event(1)).isNull();
        }
    }

    @Test
    void onlyAGetWithoutABodyOpensAWebSocket() {
        Target target = Target.of("ws://localhost:1/").withBody("POST", new byte[1], "text/plain");
        try (WebSocketClient client = new WebSocketClient(WebSocketTransport.create(), target, null)) {
            assertThatThrownBy(client::open).isInstanceOfSatisfying(CloseException.class, e -> {
                assertThat(e.reason().retryable()).isFalse();
                assertThat(e.reason().text()).contains("POST");
            });
        }
    }

    @Test
    void cancelFreesABlockedOpen() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (RawServer raw = new RawServer((head, in, out) -> {
                    asked.countDown();
                    in.read();
                });
                WebSocketClient client = WebSocketClient.to(raw.url())) {
            CompletableFuture<Void> open = async(() -> client.open());
            assertThat(asked.await(30, SECONDS)).isTrue();
            cancelled(client, open);
        }
    }

    @Test
    void cancelFreesABlockedRead() throws Exception {
        try (RawServer raw = new RawServer((head, in, out) -> {
                    out.write(RawServer.agree(head));
                    out.write(frame(0x81, "first"));
                    out.flush();
                    in.read();
                });
                WebSocketClient client = WebSocketClient.to(raw.url()).open()) {
            assertThat(client.event(1)).isEqualTo("text first 5");
            CountDownLatch reading = new CountDownLatch(1);
            CompletableFuture<Void> read = async(() -> {
                reading.countDown();
                client.event(2);
                throw new AssertionError("the stream ended without an error");
            });
            assertThat(reading.await(30, SECONDS)).isTrue();
            cancelled(client, read);
        }
    }

    @Test
    void cancelFreesABlockedWrite() throws Exception {
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        try (RawServer raw = new RawServer((head, in, out) -> {
                    out.write(RawServer.agree(head));
                    out.flush();
                    in.readNBytes(1 << 20);
                    taken.countDown();
                    over.await(30, SECONDS);
                });
                WebSocketClient client = WebSocketClient.to(raw.url()).open()) {
            // More than all buffers on the path can hold.
            byte[] much = new byte[64 << 20];
            CompletableFuture<Void> write = async(() -> client.connection.write(much, 0, much.length));
            assertThat(taken.await(30, SECONDS)).isTrue();
            cancelled(client, write);
            over.countDown();
        }
    }

    @Test
    void releaseFreesABlockedWrite() throws Exception {
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        try (RawServer raw = new RawServer((head, in, out) -> {
            out.write(RawServer.agree(head));
            out.flush();
            in.readNBytes(1 << 20);
            taken.countDown();
            over.await(30, SECONDS);
        })) {
            WebSocketClient client = WebSocketClient.to(raw.url()).open();
            byte[] much = new byte[64 << 20];
            CompletableFuture<Void> write = async(() -> client.connection.write(much, 0, much.length));
            assertThat(taken.await(30, SECONDS)).isTrue();
            client.close();
            assertThatThrownBy(() -> write.get(30, SECONDS)).hasCauseInstanceOf(IOException.class);
            over.countDown();
        }
    }

    @Test
    void cancelledBeforeItIsOpened() throws Exception {
        try (RawServer raw = RawServer.answering(SWITCHING, CONNECTION, UPGRADE, ACCEPT)) {
            WebSocketClient client = WebSocketClient.to(raw.url());
            client.connection.cancel();
            client.connection.cancel();
            assertThatThrownBy(client::open).isInstanceOf(IOException.class);
            client.close();
        }
    }

    private static void cancelled(WebSocketClient client, CompletableFuture<Void> blocked) {
        client.connection.cancel();
        client.connection.cancel();
        assertThatThrownBy(() -> blocked.get(30, SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IOException.class);
    }

    private interface Step {
        void run() throws Exception;
    }

    private static CompletableFuture<Void> async(Step step) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                step.run();
                done.complete(null);
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return done;
    }

    private static CloseReason refused(String... lines) throws Exception {
        return refused(WebSocketTransport.create(), Target.of(""), lines);
    }

    private static CloseReason refused(WebSocketTransport transport, Target target, String... lines) throws Exception {
        try (RawServer raw = RawServer.answering(lines);
                WebSocketClient client = new WebSocketClient(transport, target.withUrl(raw.url()), null)) {
            client.open();
            throw new AssertionError("accepted: " + String.join(", ", lines));
        } catch (CloseException e) {
            return e.reason();
        }
    }
}
