package dev.holdfast.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Backoff;
import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.Limits;
import dev.holdfast.Message;
import dev.holdfast.RealtimeClient;
import dev.holdfast.SubscriptionListener;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.interop.Until;
import dev.holdfast.protocol.HoldfastJson;
import dev.holdfast.reference.web.Node;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who does not take what it asked for is told so and let go; nobody else waits for it. */
class SlowConsumerTest {
    private static final String FILLER = "x".repeat(4000);

    @RegisterExtension
    final Running running = new Running();

    /** Takes in what the server says, up to a text, and then nothing more. */
    private Socket reader(Node node, String request, String upTo) throws IOException {
        Socket socket = running.closing(new Socket());
        socket.setReceiveBufferSize(8 * 1024);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), node.port()));
        OutputStream out = socket.getOutputStream();
        out.write(request.getBytes(StandardCharsets.US_ASCII));
        StringBuilder heard = new StringBuilder();
        while (heard.indexOf(upTo) < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) throw new AssertionError("ended after " + heard);
            heard.append((char) next);
        }
        return socket;
    }

    private void publishUntilLetGo(Node node) {
        RealtimeClient publisher = running.closing(RealtimeClient.builder(Running.url(node, "ws"))
                .protocol(HoldfastJson.create())
                .build());
        Until.holds(() -> "never let go", () -> {
            for (int i = 0; i < 50; i++) publisher.publish("a", FILLER).join();
            return node.slowConsumers() == 1;
        });
    }

    @Test
    void aStreamThatIsNotReadIsLetGoAndOthersHearOn() throws IOException {
        Node node = running.start("--max-queue=262144", "--publish-rate=100000", "--history=100000");
        RawStream other = running.stream(node, "b");
        other.begin();
        String request = "GET /realtime?topic=a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        Socket slow = reader(node, request, "welcome");

        publishUntilLetGo(node);

        running.publish(node, "b", "1");
        assertThat(other.next()).endsWith("'data':1}");
        assertThat(rest(slow))
                .contains("\"type\":\"ended\",\"reason\":\"Slow consumer: more than 262144 bytes queued")
                .contains("\"retry\":true");
    }

    @Test
    void aSocketThatIsNotReadIsTold() throws IOException {
        Node node = running.start("--max-queue=262144", "--publish-rate=100000", "--history=100000");
        String upgrade = """
                GET /realtime HTTP/1.1
                Host: localhost
                Connection: Upgrade
                Upgrade: websocket
                Sec-WebSocket-Version: 13
                Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==
                Sec-WebSocket-Protocol: holdfast.v1

                """.replace("\n", "\r\n");
        Socket slow = reader(node, upgrade, "\r\n\r\n");
        frame(slow, "{\"type\":\"hello\",\"version\":1}");
        frame(slow, "{\"type\":\"subscribe\",\"subs\":[{\"sub\":1,\"topic\":\"a\"}]}");
        Until.holds(() -> "never subscribed", () -> node.connections() == 1);

        publishUntilLetGo(node);

        assertThat(rest(slow))
                .contains("{\"type\":\"close\",\"reason\":\"Slow consumer: more than 262144 bytes queued")
                .contains("\"retry\":true");
    }

    /** A client's frame, masked with zeros. */
    private static void frame(Socket socket, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        assertThat(bytes.length).isLessThan(126);
        socket.getOutputStream().write(new byte[] {(byte) 0x81, (byte) (0x80 | bytes.length), 0, 0, 0, 0});
        socket.getOutputStream().write(bytes);
    }

    private static String rest(Socket socket) throws IOException {
        socket.setSoTimeout(30_000);
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** It is let go, comes back when it can, and gets all of it. */
    @Test
    void aClientWhoseListenerWaitsMissesNothing() throws InterruptedException {
        Node node = running.start(
                "--max-queue=262144",
                "--publish-rate=100000",
                "--history=100000",
                "--topic-kb=1000000",
                "--history-mb=1000");
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        List<Continuity> told = Collections.synchronizedList(new ArrayList<>());
        RealtimeClient client = running.closing(RealtimeClient.builder(Running.url(node, "http"))
                .protocol(HoldfastJson.create())
                .limits(Limits.defaults().withQueue(10, 100_000))
                .backoff(Backoff.exponential(Duration.ofMillis(50), Duration.ofMillis(200)))
                .build());
        client.subscribe(SubscriptionOptions.of("a", String.class), new SubscriptionListener<String>() {
            @Override
            public void onMessage(Message<String> message) {
                heard.add(message.data());
                first.countDown();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }

            @Override
            public void onSubscribed(Continuity continuity) {
                told.add(continuity);
            }

            @Override
            public void onError(Throwable error) {}

            @Override
            public void onEnded(CloseReason reason) {}
        });
        Until.holds(() -> "never subscribed", () -> !told.isEmpty());
        RealtimeClient publisher = running.closing(RealtimeClient.builder(Running.url(node, "ws"))
                .protocol(HoldfastJson.create())
                .build());
        List<String> sent = new ArrayList<>();
        Until.holds(() -> "never let go", () -> {
            for (int i = 0; i < 50; i++) {
                sent.add(sent.size() + FILLER);
                publisher.publish("a", sent.get(sent.size() - 1)).join();
            }
            return node.slowConsumers() >= 1;
        });
        first.await();
        go.countDown();

        Until.holds(() -> heard.size() + " of " + sent.size(), () -> heard.size() == sent.size());
        assertThat(heard).isEqualTo(sent);
        assertThat(told)
                .startsWith(Continuity.FRESH, Continuity.RESUMED)
                .doesNotContain(Continuity.GAP, Continuity.UNKNOWN);
    }
}
