package dev.holdfast.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Authorization;
import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.CloseReason.Kind;
import dev.holdfast.ConnectionState;
import dev.holdfast.Credentials;
import dev.holdfast.Delivery;
import dev.holdfast.Limits;
import dev.holdfast.Message;
import dev.holdfast.Receipt;
import dev.holdfast.SubscriptionListener;
import dev.holdfast.SubscriptionState;
import dev.holdfast.fixtures.FakeProtocol;
import dev.holdfast.fixtures.FakeTransport.FakeConnection;
import dev.holdfast.fixtures.Recorder;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.protocol.Plain;
import dev.holdfast.spi.Conversation;
import dev.holdfast.spi.ConversationOutput;
import dev.holdfast.spi.Target;
import dev.holdfast.spi.Transport;
import dev.holdfast.spi.WireProtocol;
import dev.holdfast.spi.WireSubscription;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scenarios of delivery, credentials and publishing that failed in other clients; see docs/failure-scenarios.md. */
class DeliveryScenarioTest {
    private static final CloseReason RESET = CloseReason.retryable(Kind.NETWORK, "reset");

    private final Recorder app = new Recorder();

    @Test
    void aServersPingIsAnsweredWhileTheListenerIsBusy() {
        ArrayDeque<Runnable> busy = new ArrayDeque<>();
        Rig rig = new Rig(true, new FakeProtocol(), s -> s.delivery = Delivery.on(busy::add));
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        connection.text("a:slow", "1");
        connection.says(sink -> sink.onPing(new byte[0]));
        rig.loop.run();
        assertThat(app.events).isEmpty();
        assertThat(connection.sent).containsExactly("sub a@null", "<pong>");
    }

    @Test
    void equalMessagesAreToldEachTime() {
        Rig rig = new Rig();
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        for (int i = 0; i < 3; i++) connection.text("same");
        rig.loop.run();
        app.assertNext("FRESH", "same", "same", "same");
    }

    /** A listener that leaves and subscribes again when it ends. */
    private static final class Restless implements SubscriptionListener<Object> {
        private final Rig rig;
        private final List<RealSubscription> all;
        private final AtomicInteger ended;
        private final boolean closing;

        Restless(Rig rig, List<RealSubscription> all, AtomicInteger ended, boolean closing) {
            this.closing = closing;
            this.rig = rig;
            this.all = all;
            this.ended = ended;
        }

        @Override
        public void onMessage(Message<Object> message) {}

        @Override
        public void onEnded(CloseReason reason) {
            int number = ended.incrementAndGet();
            all.get(all.size() - number).unsubscribeAndWait();
            if (!closing) rig.client.subscribe("new " + number, message -> {});
        }

        @Override
        public void onError(Throwable error) {}
    }

    @ParameterizedTest
    @ValueSource(strings = {"refused", "close"})
    void subscriptionsMayComeAndGoWhileAllOfThemEnd(String how) {
        Rig rig = new Rig(true, new FakeProtocol(), s -> {});
        List<RealSubscription> all = new ArrayList<>();
        AtomicInteger ended = new AtomicInteger();
        boolean closing = how.equals("close");
        for (int i = 0; i < 50; i++) {
            all.add((RealSubscription) rig.client.subscribe("t" + i, new Restless(rig, all, ended, closing)));
        }
        rig.loop.run();
        if (closing) rig.client.close();
        else rig.net.last().refuse(CloseReason.fatal(Kind.HTTP_STATUS, "gone"));
        rig.loop.run();
        assertThat(ended.get()).isBetween(25, 50);
        assertThat(all)
                .allMatch(s -> s.state() == SubscriptionState.ENDED || s.state() == SubscriptionState.UNSUBSCRIBED);
        assertThat(rig.net.connections).hasSize(closing ? 1 : 2);
        assertThat(rig.net.live()).isEqualTo(closing ? 0 : 1);
    }

    /** Creates a protocol in which the given method calls a missing one, as after a bad build. */
    private static WireProtocol missing(String method) {
        FakeProtocol whole = new FakeProtocol();
        return new WireProtocol() {
            @Override
            public String name() {
                return "missing";
            }

            @Override
            public Binding binding(Transport transport) {
                return whole.binding(transport);
            }

            @Override
            public Target target(Target base, WireSubscription wire) {
                if (method.equals("target")) throw new NoSuchMethodError("target");
                return base;
            }

            @Override
            public boolean supportsResume() {
                return true;
            }

            @Override
            public Conversation newConversation(ConversationOutput output) {
                if (method.equals("converse")) throw new NoSuchMethodError("converse");
                Conversation talk = whole.newConversation(output);
                return (Conversation) Proxy.newProxyInstance(
                        Conversation.class.getClassLoader(),
                        new Class<?>[] {Conversation.class},
                        (proxy, called, arguments) -> {
                            if (called.getName().equals(method)) throw new NoSuchMethodError(method);
                            try {
                                return called.invoke(talk, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"target", "converse", "opened", "subscribe", "received"})
    void aMissingMethodIsToldWhereverItIsMissing(String method) {
        Rig rig = new Rig(true, missing(method), s -> {});
        rig.subscribe("a", app);
        if (!rig.net.connections.isEmpty()) rig.accept();
        if (method.equals("received")) rig.net.last().text("a:m");
        rig.loop.run();
        assertThat(app.ended.kind()).isEqualTo(Kind.INTERNAL);
        assertThat(app.ended.text()).contains("NoSuchMethodError: " + method);
        assertThat(rig.client.state()).isEqualTo(ConnectionState.CLOSED);
        rig.loop.advance(Duration.ofMinutes(1));
        assertThat(rig.net.live()).isZero();
        assertThat(rig.loop.timers()).isZero();
    }

    // ---- credentials

    @Test
    void aTicketInTheUrlIsFetchedAnewForEachAttempt() {
        AtomicInteger tickets = new AtomicInteger();
        Rig rig = new Rig(
                false,
                Plain.create(),
                s -> s.credentials = Credentials.oneTimeTicketInUrl("ticket", () -> "" + tickets.incrementAndGet()));
        rig.chance = 0;
        rig.subscribe("a", app);
        for (int attempt = 1; attempt <= 5; attempt++) {
            rig.accept();
            assertThat(rig.net.last().target.url()).isEqualTo("https://test.example/feed/a?ticket=" + attempt);
            rig.net.last().drop(RESET);
            rig.loop.advanceMillis(0);
        }
    }

    private static void unauthorized(Rig rig) {
        FakeConnection connection = rig.accept();
        connection.says(sink -> sink.onClose(
                CloseReason.fatal(Kind.WEBSOCKET_CLOSE, "token expired").withCode(3000)));
        rig.loop.run();
        rig.loop.advanceMillis(5_000);
    }

    @Test
    void aTokenThatExpiresOnAConnectionIsRefreshedOnceAndNeverInALoop() {
        List<Boolean> asked = new ArrayList<>();
        Rig rig = new Rig(
                true,
                new FakeProtocol(),
                s -> s.credentials = refused -> {
                    asked.add(refused);
                    return CompletableFuture.completedFuture(Authorization.bearer("t" + asked.size()));
                });
        rig.subscribe("a", app);
        unauthorized(rig);
        assertThat(rig.accept().target.authorization()).isEqualTo("Bearer t2");
        rig.loop.advance(Duration.ofSeconds(20)); // stable: the next refusal may refresh again
        rig.net.last().drop(RESET);
        rig.loop.advanceMillis(500);
        unauthorized(rig);
        unauthorized(rig);
        assertThat(asked).containsExactly(false, true, false, true);
        assertThat(app.ended.code()).isEqualTo(3000);
        rig.loop.advance(Duration.ofHours(1));
        assertThat(rig.net.connections).hasSize(4);
    }

    @Test
    void withoutCredentialsAnExpiredTokenIsTheEnd() {
        Rig rig = new Rig(true, new FakeProtocol(), s -> {});
        rig.subscribe("a", app);
        unauthorized(rig);
        assertThat(app.ended.code()).isEqualTo(3000);
        assertThat(rig.net.connections).hasSize(1);
    }

    // ---- cursors

    @Test
    void thePositionIsAHeaderUnlessTheProtocolPutsItElsewhere() {
        Rig plain = new Rig();
        assertThat(targetOfTheSecondAttempt(plain).url()).isEqualTo("https://test.example/feed/a");
        assertThat(plain.net.last().target.headers()).containsEntry("Last-Event-ID", "7");
        WireProtocol inUrl = (WireProtocol) Proxy.newProxyInstance(
                WireProtocol.class.getClassLoader(),
                new Class<?>[] {WireProtocol.class},
                (proxy, called, arguments) -> {
                    if (!called.getName().equals("target")) return called.invoke(Plain.create(), arguments);
                    Target base = (Target) arguments[0];
                    return base.withUrl(base.url() + "?after=" + ((WireSubscription) arguments[1]).cursor());
                });
        Target own = targetOfTheSecondAttempt(new Rig(false, inUrl, s -> {}));
        assertThat(own.url()).isEqualTo("https://test.example/feed?after=7");
        assertThat(own.headers()).isEmpty();
    }

    private Target targetOfTheSecondAttempt(Rig rig) {
        rig.subscribe("a", app);
        rig.accept().text("m", "7");
        rig.net.last().drop(RESET);
        rig.loop.advanceMillis(500);
        return rig.accept().target;
    }

    // ---- publishing

    @Test
    void tooMuchToSendFailsByNameAndTheConnectionStays() {
        Rig rig = new Rig(
                true, new FakeProtocol(), s -> s.limits = Limits.defaults().withOutbound(1000, 100));
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        CompletableFuture<Receipt> fits = rig.client.publish("a", "x".repeat(80));
        CompletableFuture<Receipt> tooMuch = rig.client.publish("a", "y".repeat(80));
        rig.loop.run();
        assertThat(tooMuch).isCompletedExceptionally();
        Throwable error = tooMuch.handle((value, failure) -> failure).join();
        assertThat(((CloseException) error).reason().kind()).isEqualTo(Kind.OVERLOADED);
        assertThat(connection.sent).containsExactly("sub a@null", "pub 1 a " + "x".repeat(80));
        assertThat(connection.cancelled).isFalse();
        connection.text("receipt:1");
        rig.loop.run();
        assertThat(fits).isCompleted();
        assertThat(rig.client.publish("a", "z".repeat(80))).isNotDone();
    }
}
