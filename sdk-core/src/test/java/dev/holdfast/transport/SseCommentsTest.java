package dev.holdfast.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Delivery;
import dev.holdfast.RealtimeClient;
import dev.holdfast.protocol.HoldfastJson;
import dev.holdfast.protocol.Plain;
import dev.holdfast.spi.WireProtocol;
import java.util.List;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests over a real socket that a listener receives comments if the app asks for them. */
class SseCommentsTest extends HttpTest {
    private static final String STREAM =
            ": hello\n\ndata: 1\nid: 1\n: one\n\n:\ndata: 2\n: two, é\ndata: 3\n\n: end\n\ndata: last\n\n";

    private final FeedRecorder app = new FeedRecorder();

    private void subscribe(String begins, SseTransport transport, WireProtocol protocol, Delivery delivery)
            throws Exception {
        MockWebServer server = server(openStream(begins));
        RealtimeClient client = closing(RealtimeClient.builder("http://localhost:" + server.getPort() + "/feed")
                .transport(transport)
                .protocol(protocol)
                .delivery(delivery)
                .build());
        client.subscribe("t", app);
    }

    private void assertHears(List<String> expected) throws InterruptedException {
        for (String event : expected) assertThat(app.next()).isEqualTo(event);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void commentsArriveInOrderWithTheEvents(boolean direct) throws Exception {
        Delivery delivery = direct ? Delivery.direct() : Delivery.background();
        subscribe(STREAM, SseTransport.create().withComments(), Plain.create(), delivery);
        assertHears(List.of(
                "FRESH",
                "comment hello",
                "comment one",
                "1",
                "comment ",
                "comment two, é",
                "2\n3",
                "comment end",
                "last"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void withoutAskingThereAreNone(boolean direct) throws Exception {
        Delivery delivery = direct ? Delivery.direct() : Delivery.background();
        subscribe(STREAM, SseTransport.create(), Plain.create(), delivery);
        assertHears(List.of("FRESH", "1", "2\n3", "last"));
    }

    @Test
    void anotherProtocolOnAStreamOfItsOwnHasCommentsToo() throws Exception {
        String stream = """
                data: {"type":"subscribed","continuity":"fresh"}

                : alive

                data: {"type":"message","data":1}

                """;
        SseTransport transport = SseTransport.create().withComments();
        subscribe(stream, transport, HoldfastJson.create(), Delivery.background());
        assertHears(List.of("FRESH", "comment alive", "1"));
    }
}
