package dev.holdfast.internal.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.CloseReason.Kind;
import dev.holdfast.ConnectionState;
import dev.holdfast.Credentials;
import dev.holdfast.Heartbeat;
import dev.holdfast.Limits;
import dev.holdfast.Monitor;
import dev.holdfast.RealtimeClient;
import dev.holdfast.Receipt;
import dev.holdfast.fixtures.FakeProtocol;
import dev.holdfast.fixtures.FakeTransport.FakeConnection;
import dev.holdfast.fixtures.ForwardingProtocol;
import dev.holdfast.fixtures.Recorder;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.internal.delivery.RealSubscription;
import dev.holdfast.protocol.Plain;
import dev.holdfast.spi.Conversation;
import dev.holdfast.spi.ConversationOutput;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.WireProtocol;
import dev.holdfast.spi.WireSubscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** One link, from dial to close frame. */
class LinkTest {
    private final Recorder app = new Recorder();

    /** A protocol that reports each call to the test and passes it on. */
    private static final class Overheard extends ForwardingProtocol {
        Runnable called = () -> {};
        BiConsumer<ConversationOutput, WireSubscription> subscribed = (output, wire) -> {};
        final List<String> frames = new ArrayList<>();

        Overheard(WireProtocol words) {
            super(words);
        }

        @Override
        public Conversation newConversation(ConversationOutput output) {
            Conversation inner = super.newConversation(output);
            return new ForwardingConversation(inner) {
                @Override
                public void opened(Function<String, String> header) {
                    called.run();
                    inner.opened(header);
                }

                @Override
                public void subscribe(List<WireSubscription> routes) {
                    called.run();
                    inner.subscribe(routes);
                    for (WireSubscription wire : routes) subscribed.accept(output, wire);
                }

                @Override
                public void unsubscribe(WireSubscription wire) {
                    called.run();
                    inner.unsubscribe(wire);
                }

                @Override
                public void received(Frame frame) throws CloseException {
                    called.run();
                    frames.add(frame.text());
                    inner.received(frame);
                }
            };
        }
    }

    private static Rig shared(WireProtocol protocol) {
        return new Rig(true, protocol, config -> {});
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable t) throws T {
        throw (T) t;
    }

    @Test
    void whateverTheProtocolDoesItDoesUnderTheLinksLock() {
        Overheard protocol = new Overheard(new FakeProtocol());
        Rig rig = shared(protocol);
        int[] calls = new int[1];
        protocol.called = () -> {
            rig.net.last().link.lock.newCondition().signalAll(); // throws if the lock is not held
            calls[0]++;
        };
        RealSubscription a = rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        connection.text("a:x");
        rig.loop.run();
        a.unsubscribeAndWait();
        rig.loop.run();
        assertThat(calls[0]).isEqualTo(4);
        assertThat(rig.client.state()).isEqualTo(ConnectionState.CONNECTED);
        connection.link.lock.lock(); // it is free again
        connection.link.lock.unlock();
        app.assertNext("FRESH", "x");
    }

    @Test
    void aMonitorHearsOfARoundTripWithoutTheLinksLock() {
        List<String> heard = new ArrayList<>();
        FakeConnection[] connection = new FakeConnection[1];
        Monitor monitor = new Monitor() {
            @Override
            public void onRoundTrip(String name, long nanos) {
                assertThatThrownBy(() -> connection[0].link.lock.newCondition().signalAll())
                        .isInstanceOf(IllegalMonitorStateException.class);
                heard.add(name);
            }
        };
        Rig rig = new Rig(true, new FakeProtocol(), config -> {
            config.monitors = List.of(monitor);
            config.heartbeat = Heartbeat.every(Duration.ofSeconds(10));
        });
        rig.subscribe("a", app);
        connection[0] = rig.accept();
        rig.loop.advanceMillis(10_000);
        connection[0].pong();
        assertThat(heard).hasSize(1);
        connection[0].byteOnly();
        assertThat(heard).hasSize(1);
        app.assertNext("FRESH");
    }

    @Test
    void aMessageThatTheProtocolHasAtOnceIsNotHeldBack() {
        for (boolean multiplexed : new boolean[] {true, false}) {
            Overheard protocol = new Overheard(multiplexed ? new FakeProtocol() : Plain.create());
            protocol.subscribed = (output, wire) -> output.message(wire, "1", null, "snapshot", 8);
            Rig rig = new Rig(multiplexed, protocol, config -> {});
            rig.subscribe("a", app);
            rig.accept();
            app.assertNext("FRESH", "snapshot");
        }
    }

    @Test
    void aProtocolThatFailsToSubscribeIsItsLinksEnd() {
        Overheard protocol = new Overheard(new FakeProtocol());
        Rig rig = shared(protocol);
        protocol.subscribed = (output, wire) -> {
            throw new IllegalStateException("no words for it");
        };
        rig.subscribe("a", app);
        rig.accept();
        assertThat(rig.client.state()).isEqualTo(ConnectionState.RECONNECTING);
        assertThat(rig.client.diagnostics().toString()).contains("no words for it");
        protocol.subscribed = (output, wire) -> {};
        app.events.clear();
        rig.loop.advanceMillis(500);
        rig.accept();
        assertThat(rig.client.state()).isEqualTo(ConnectionState.CONNECTED);
    }

    @Test
    void whatCameBeforeABrokenFrameIsDelivered() {
        Rig rig = shared(new FakeProtocol());
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        CloseReason broken = CloseReason.retryable(Kind.PROTOCOL, "broken").withCode(1007);
        connection.says(sink -> {
            sink.onFrame(Frame.text("a:before"));
            LinkTest.<RuntimeException>sneak(new CloseException(broken));
        });
        rig.loop.run();
        app.assertNext("FRESH", "before");
        assertThat(rig.client.state()).isEqualTo(ConnectionState.RECONNECTING);
        assertThat(connection.sent).endsWith("<close 1007>");
    }

    @Test
    void theCodeOfTheGoodbyeIsWhatThePeerSaidOrDidWrong() {
        CloseReason[] ends = {
            CloseReason.retryable(Kind.TOO_LARGE, "").withCode(1000),
            CloseReason.retryable(Kind.PROTOCOL, ""),
            CloseReason.retryable(Kind.PROTOCOL, "").withCode(1010),
            CloseReason.retryable(Kind.PROTOCOL, "").withCode(1004),
            CloseReason.retryable(Kind.PROTOCOL, "").withCode(1005),
            CloseReason.retryable(Kind.PROTOCOL, "").withCode(1006),
            CloseReason.retryable(Kind.PROTOCOL, "").withCode(1015),
            CloseReason.retryable(Kind.WEBSOCKET_CLOSE, "").withCode(999),
            CloseReason.retryable(Kind.PROTOCOL, "").withCode(1000),
            CloseReason.retryable(Kind.WEBSOCKET_CLOSE, "").withCode(4999),
            CloseReason.retryable(Kind.PROTOCOL, "").withCode(5000),
            CloseReason.retryable(Kind.WEBSOCKET_CLOSE, "").withCode(1001),
            CloseReason.retryable(Kind.SERVER, ""),
        };
        int[] codes = {1009, 1002, 1010, 1002, 1002, 1002, 1002, 1000, 1000, 4999, 1002, 1001, 1000};
        for (int i = 0; i < ends.length; i++) {
            Rig rig = shared(new FakeProtocol());
            rig.subscribe("a", app);
            FakeConnection connection = rig.accept();
            connection.drop(ends[i]);
            rig.loop.run();
            assertThat(connection.sent).as("%s", ends[i]).endsWith("<close " + codes[i] + ">");
        }
    }

    @Test
    void whatALeftConnectionStillSaysReachesNobody() {
        Overheard protocol = new Overheard(new FakeProtocol());
        Rig rig = shared(protocol);
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        rig.client.pause();
        rig.loop.run();
        connection.text("a:late");
        assertThat(protocol.frames).isEmpty();
    }

    @Test
    void aPingIsAnswered() {
        Rig rig = shared(new FakeProtocol());
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        connection.says(sink -> sink.onPing(new byte[] {1}));
        rig.loop.run();
        assertThat(connection.sent).endsWith("<pong>");
    }

    @Test
    void publishesWaitBehindFramesOfTheProtocolThatFillTheOutbox() {
        Rig rig = new Rig(
                true,
                new FakeProtocol(),
                config -> config.limits = Limits.defaults().withOutbound(3, 1000));
        for (int i = 0; i < 23; i++) rig.subscribe("t" + i, app);
        List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
        for (int i = 0; i < 3; i++) receipts.add(rig.client.publish("t", "x"));
        rig.loop.run();
        FakeConnection connection = rig.accept();
        assertThat(connection.sent).hasSize(26).endsWith("pub 1 t x", "pub 2 t x", "pub 3 t x");
        assertThat(rig.client.state()).isEqualTo(ConnectionState.CONNECTED);
        assertThat(receipts).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void silenceIsDeathAlsoOnAClockThatStandsBelowZero() {
        Rig rig = new Rig(false, Plain.create(), s -> s.heartbeat = Heartbeat.every(Duration.ofSeconds(15)));
        rig.loop.setBack(Duration.ofDays(9));
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        rig.loop.advanceMillis(25_000);
        assertThat(connection.abandoned).isTrue();
    }

    @Test
    void credentialsThatWaitAreInterruptedByClose() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Credentials waiting = refused -> {
            asked.countDown();
            try {
                never.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            throw new IllegalStateException("no answer");
        };
        try (RealtimeClient client = RealtimeClient.builder("http://feed.invalid/")
                .credentials(waiting)
                .build()) {
            client.subscribe("a", app);
            asked.await();
        }
        assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
        app.events.clear();
    }
}
