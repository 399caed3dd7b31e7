package dev.holdfast.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Backoff;
import dev.holdfast.CloseException;
import dev.holdfast.Delivery;
import dev.holdfast.RealtimeClient;
import dev.holdfast.Subscription;
import dev.holdfast.protocol.Plain;
import dev.holdfast.spi.Conversation;
import dev.holdfast.spi.ConversationOutput;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.Target;
import dev.holdfast.spi.Transport;
import dev.holdfast.spi.WireProtocol;
import dev.holdfast.spi.WireSubscription;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The case of SeamTest that users met, over sockets: a protocol throws behind a good message of the same read. */
class WireSeamTest extends HttpTest {
    private final FeedRecorder app = new FeedRecorder();

    /** A protocol that throws once, for the text "bad". */
    private record Faulty(WireProtocol sound, Throwable fault) implements WireProtocol {
        @Override
        public String name() {
            return sound.name();
        }

        @Override
        public Binding binding(Transport transport) {
            return sound.binding(transport);
        }

        @Override
        public Target target(Target base, @Nullable WireSubscription wire) {
            return sound.target(base, wire);
        }

        @Override
        public boolean supportsResume() {
            return sound.supportsResume();
        }

        @Override
        public Conversation newConversation(ConversationOutput output) {
            Conversation inner = sound.newConversation(output);
            return new Conversation() {
                @Override
                public void opened(Function<String, @Nullable String> header) {
                    inner.opened(header);
                }

                @Override
                public void subscribe(List<WireSubscription> subscriptions) {
                    inner.subscribe(subscriptions);
                }

                @Override
                public void received(Frame frame) throws CloseException {
                    if (frame.text().equals("bad")) WireSeamTest.<RuntimeException>sneak(fault);
                    inner.received(frame);
                }
            };
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable t) throws T {
        throw (T) t;
    }

    static Stream<Arguments> cases() {
        return Stream.of("ws", "http")
                .flatMap(scheme -> Stream.of("background", "direct", "executor")
                        .flatMap(delivery -> Stream.of(
                                        new IllegalStateException("planted"),
                                        new IOException("planted"),
                                        new NoSuchMethodError("planted"),
                                        new OutOfMemoryError("planted"),
                                        new StackOverflowError("planted"))
                                .map(fault -> Arguments.of(scheme, delivery, fault))));
    }

    private static MockResponse webSocket(String... texts) {
        return new MockResponse.Builder()
                .webSocketUpgrade(new WebSocketListener() {
                    @Override
                    public void onOpen(WebSocket socket, Response response) {
                        for (String text : texts) socket.send(text);
                    }

                    @Override
                    public void onClosing(WebSocket socket, int code, String reason) {
                        socket.close(code, reason);
                    }
                })
                .build();
    }

    private Delivery delivery(String name) {
        if (name.equals("direct")) return Delivery.direct();
        if (name.equals("background")) return Delivery.background();
        ExecutorService executor = Executors.newSingleThreadExecutor();
        closing(executor::shutdownNow);
        return Delivery.on(executor);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theMessageBeforeItIsDeliveredAndTheFeedGoesOn(String scheme, String delivery, Throwable fault)
            throws Exception {
        boolean ws = scheme.equals("ws");
        MockResponse first = ws ? webSocket("one", "bad") : openStream("data: one\n\ndata: bad\n\n");
        MockResponse second = ws ? webSocket("two") : openStream("data: two\n\n");
        RealtimeClient client = closing(RealtimeClient.builder(
                        scheme + "://localhost:" + server(first, second).getPort() + "/feed")
                .protocol(new Faulty(Plain.create(), fault))
                .delivery(delivery(delivery))
                .backoff(Backoff.exponential(Duration.ofMillis(1), Duration.ofMillis(20)))
                .build());
        client.addConnectionListener(app);
        Subscription subscription = client.subscribe(app);
        String[] expected = fault instanceof LinkageError
                ? new String[] {"FRESH", "one", "ended"}
                : new String[] {"FRESH", "one", "UNKNOWN", "two"};
        for (String event : expected) assertThat(app.next()).isEqualTo(event);
        assertThat(app.reason()).startsWith("INTERNAL");
        async(() -> {
                    subscription.unsubscribeAndWait();
                    return true;
                })
                .get(WAIT_SECONDS, TimeUnit.SECONDS);
    }
}
