package dev.holdfast.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Backoff;
import dev.holdfast.CloseException;
import dev.holdfast.Delivery;
import dev.holdfast.RealtimeClient;
import dev.holdfast.Subscription;
import dev.holdfast.fixtures.ForwardingProtocol;
import dev.holdfast.protocol.Plain;
import dev.holdfast.spi.Conversation;
import dev.holdfast.spi.ConversationOutput;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.WireProtocol;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The case of SeamTest that users met, over sockets: a protocol throws behind a good message of the same read. */
class WireSeamTest extends HttpTest {
    private final FeedRecorder app = new FeedRecorder();

    /** A protocol that throws for the text "bad". */
    private static WireProtocol faulty(WireProtocol sound, Throwable fault) {
        return new ForwardingProtocol(sound) {
            @Override
            public Conversation newConversation(ConversationOutput output) {
                return new ForwardingConversation(super.newConversation(output)) {
                    @Override
                    public void received(Frame frame) throws CloseException {
                        if (frame.text().equals("bad")) WireSeamTest.<RuntimeException>sneak(fault);
                        super.received(frame);
                    }
                };
            }
        };
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
        MockResponse first = ws ? saying("one", "bad") : openStream("data: one\n\ndata: bad\n\n");
        MockResponse second = ws ? saying("two") : openStream("data: two\n\n");
        RealtimeClient client = closing(RealtimeClient.builder(
                        scheme + "://localhost:" + server(first, second).getPort() + "/feed")
                .protocol(faulty(Plain.create(), fault))
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
