package dev.holdfast.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.Target;
import dev.holdfast.spi.WireProtocol;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The contract of every wire protocol. A subclass supplies the protocol, its transport and its server. */
abstract class ProtocolContract {
    private static final int MUTATIONS = 10_000;
    private static final Target BASE = Target.of("https://feed.example/base?key=1");

    /** Returns a new instance for each call. */
    abstract WireProtocol protocol();

    abstract Speech speech();

    /** Returns whether the transport can send. */
    abstract boolean sends();

    private Transcript begun() throws CloseException {
        Transcript talk = new Transcript(protocol(), speech().head()).open().receive(speech().welcome());
        talk.outlet.calls.clear();
        return talk;
    }

    private TestRoute subscribe(Transcript talk, int number, String topic) throws CloseException {
        TestRoute route = new TestRoute(topic, null);
        talk.subscribe(route).receive(speech().accepted(number, topic));
        return route;
    }

    private Frame message(int number, String topic, @Nullable String id, String data) {
        return speech().message(number, topic, id, data);
    }

    private boolean dedicated() {
        return protocol().binding(new NamedTransport(sends())) == WireProtocol.Binding.DEDICATED;
    }

    @Test
    void readyIsSaidOnceAndBeforeAnySubscribeIsNeeded() throws Exception {
        Transcript talk = new Transcript(protocol(), speech().head()).open();
        talk.receive(speech().welcome());
        talk.assertReadyOnce();
        // A second greeting must not report ready again.
        talk.receive(speech().welcome());
        subscribe(talk, 1, "a");
        talk.receive(message(1, "a", null, "1"));
        talk.assertReadyOnce();
    }

    @Test
    void subscribedIsSaidBeforeTheFirstMessage() throws Exception {
        Transcript talk = begun();
        subscribe(talk, 1, "a");
        talk.receive(message(1, "a", "1", "1"));
        assertThat(talk.calls("subscribed")).hasSize(1);
        assertThat(talk.calls("message")).hasSize(1);
    }

    @Test
    void aMessageTheServerSentTooEarlyComesAfterSubscribedOrNotAtAll() throws Exception {
        Transcript talk = begun();
        talk.receive(message(1, "a", "1", "1"));
        talk.subscribe(new TestRoute("a", null)).receive(message(1, "a", "2", "2"));
        talk.receive(speech().accepted(1, "a"));
        talk.receive(message(1, "a", "3", "3"));
        assertThat(talk.calls("message").get(talk.calls("message").size() - 1)).contains("3");
    }

    @Test
    void messagesKeepOrderAndIdsAndPayload() throws Exception {
        Transcript talk = begun();
        subscribe(talk, 1, "a");
        talk.outlet.calls.clear();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String data = "{\"n\":" + i + ",\"text\":\"é\\\"😀 }\"}";
            String id = i % 10 == 9 || !speech().hasIds() ? null : "id-" + i;
            talk.receive(message(1, "a", id, data));
            expected.add("message a " + id + " null " + data);
        }
        talk.outlet.calls.removeIf(call -> call.startsWith("subscribed")); // a dialect says it with the first message
        talk.outlet.assertNext("100 messages", expected);
    }

    @Test
    void whatComesForAnUnsubscribedRouteIsIgnored() throws Exception {
        Transcript talk = begun();
        TestRoute route = subscribe(talk, 1, "a");
        talk.unsubscribe(route);
        talk.outlet.calls.clear();
        talk.receive(message(1, "a", "1", "1"));
        talk.outlet.assertNext("unsubscribe", List.of());
    }

    @Test
    void whatComesForAnUnknownRouteIsIgnored() throws Exception {
        Transcript talk = begun();
        // On a dedicated connection all messages belong to the only subscription.
        if (!dedicated()) subscribe(talk, 1, "a");
        talk.outlet.calls.clear();
        talk.receive(message(77, "stranger", "1", "1"));
        talk.outlet.assertNext("a stranger's message", List.of());
    }

    @Test
    void unknownFramesAreIgnored() throws Exception {
        Transcript talk = begun();
        subscribe(talk, 1, "a");
        talk.outlet.calls.clear();
        talk.receive(speech().unknown());
        talk.outlet.assertNext("unknown frames", List.of());
        talk.receive(message(1, "a", null, "1"));
        assertThat(talk.calls("message")).hasSize(1);
    }

    @Test
    void malformedFramesEndTheLinkWithAReason() throws Exception {
        for (Frame frame : speech().malformed()) {
            Transcript talk = begun();
            subscribe(talk, 1, "a");
            Throwable thrown = catchThrowable(() -> talk.receive(frame));
            assertThat(thrown).as(frame.text()).isInstanceOf(CloseException.class);
            CloseReason reason = ((CloseException) thrown).reason();
            assertThat(reason.kind()).as(frame.text()).isEqualTo(CloseReason.Kind.PROTOCOL);
            assertThat(reason.text()).isNotBlank();
        }
    }

    @Test
    void aSecondRouteOnTheSameTopicIsServedAsWell() throws Exception {
        Transcript talk = begun();
        TestRoute first = subscribe(talk, 1, "a");
        // A dedicated connection carries one subscription. The second has another connection.
        Transcript other = dedicated() ? begun() : talk;
        TestRoute second = subscribe(other, dedicated() ? 1 : 2, "a");
        talk.receive(message(1, "a", "1", "1"));
        if (!talk.outlet.receivers.contains(second)) other.receive(message(dedicated() ? 1 : 2, "a", "1", "1"));
        List<Object> served = new ArrayList<>(talk.outlet.receivers);
        if (other != talk) served.addAll(other.outlet.receivers);
        assertThat(served).containsExactlyInAnyOrder(first, second);
        if (dedicated()) return;
        talk.unsubscribe(first);
        talk.outlet.receivers.clear();
        talk.receive(message(2, "a", "2", "2"));
        assertThat(talk.outlet.receivers).as("after the first has gone").containsExactly(second);
    }

    @Test
    void aNewConversationSharesNothingWithTheOneBefore() throws Exception {
        WireProtocol protocol = protocol();
        Transcript before = new Transcript(protocol, speech().head()).open().receive(speech().welcome());
        subscribe(before, 1, "a");
        before.receive(message(1, "a", "1", "1"));
        before.outlet.calls.clear();

        Transcript after = new Transcript(protocol, speech().head()).open().receive(speech().welcome());
        after.assertReadyOnce();
        after.outlet.calls.clear();
        after.receive(message(1, "a", "2", "2"));
        after.outlet.assertNext("a message nobody has asked for on this link", List.of());
        subscribe(after, 1, "a");
        after.receive(message(1, "a", "3", "3"));
        assertThat(after.calls("message")).hasSize(1);
        before.outlet.assertNext("what the other link heard", List.of());
    }

    @Test
    void whatIsSentOnEachLinkIsTheSame() throws Exception {
        WireProtocol protocol = protocol();
        List<String> first = sent(protocol);
        assertThat(sent(protocol)).isEqualTo(first);
    }

    private List<String> sent(WireProtocol protocol) throws CloseException {
        Transcript talk = new Transcript(protocol, speech().head()).open().receive(speech().welcome());
        subscribe(talk, 1, "a");
        return talk.calls("send");
    }

    @Test
    void aTopicNeverLeavesTheBase() {
        if (!dedicated()) { // The URL does not contain topics.
            assertThat(protocol().target(BASE, null).url()).isEqualTo(BASE.url());
            return;
        }
        for (String topic : new String[] {
            "../x",
            "a/../../x",
            "..",
            ".",
            "/x",
            "//evil.example/x",
            "https://evil.example/x",
            "a/./b",
            "?q",
            "#f",
            "a\\..\\b",
            "%2e%2e/x",
            "@evil.example",
            ":80/x",
            "\r\nX: y",
            "\ud800"
        }) {
            assertStaysOrIsRefused(topic);
        }
        assertStays("prices/AAPL");
        assertStays("größe 😀");
    }

    private void assertStaysOrIsRefused(String topic) {
        try {
            assertStays(topic);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("topic");
        }
    }

    private void assertStays(String topic) {
        URI url = URI.create(protocol().target(BASE, new TestRoute(topic, null)).url())
                .normalize();
        assertThat(url.getScheme()).isEqualTo("https");
        assertThat(url.getRawAuthority()).isEqualTo("feed.example");
        assertThat(url.getRawPath()).matches("/base(/.*)?");
        assertThat(url.getRawQuery()).startsWith("key=1");
        assertThat(url.getRawFragment()).isNull();
    }

    @Test
    void onlyACloseExceptionComesOutWhateverTheServerSends() throws Exception {
        List<String> valid = new ArrayList<>();
        for (Frame frame : speech().welcome()) valid.add(frame.text());
        for (Frame frame : speech().accepted(1, "a")) valid.add(frame.text());
        for (Frame frame : speech().unknown()) valid.add(frame.text());
        valid.add(message(1, "a", "17", "{\"k\":[1,\"\\u20ac\"]}").text());
        Random random = new Random(20_26);
        Transcript talk = begun();
        for (int i = 0; i < MUTATIONS; i++) {
            if (i % 50 == 0) {
                talk = begun();
                subscribe(talk, 1, "a");
            }
            String text = Mutations.of(valid.get(random.nextInt(valid.size())), random);
            try {
                talk.receive(Frame.text(text));
            } catch (CloseException e) {
                assertThat(e.reason().kind()).as(text).isEqualTo(CloseReason.Kind.PROTOCOL);
                talk = begun();
                subscribe(talk, 1, "a");
            } catch (RuntimeException e) {
                throw new AssertionError("mutation " + i + ": " + text, e);
            }
        }
    }

    @Test
    void aTransportItCannotUseIsRefusedWithASentence() {
        for (boolean sends : new boolean[] {true, false}) {
            try {
                assertThat(protocol().binding(new NamedTransport(sends))).isNotNull();
            } catch (IllegalArgumentException e) {
                assertThatThrownBy(() -> {
                            throw e;
                        })
                        .hasMessageContaining(protocol().name())
                        .hasMessageContaining(". ");
            }
        }
    }
}
