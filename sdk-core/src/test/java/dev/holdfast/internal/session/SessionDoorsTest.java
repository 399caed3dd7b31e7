package dev.holdfast.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseReason;
import dev.holdfast.CloseReason.Kind;
import dev.holdfast.ConnectionEvent;
import dev.holdfast.ConnectionState;
import dev.holdfast.Heartbeat;
import dev.holdfast.Receipt;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.SubscriptionState;
import dev.holdfast.fixtures.FakeProtocol;
import dev.holdfast.fixtures.FakeTransport.FakeConnection;
import dev.holdfast.fixtures.Recorder;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.internal.delivery.RealSubscription;
import dev.holdfast.internal.link.HeartbeatMonitor;
import dev.holdfast.protocol.Plain;
import dev.holdfast.spi.Conversation;
import dev.holdfast.spi.ConversationOutput;
import dev.holdfast.spi.Transport;
import dev.holdfast.spi.WireProtocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Reports of a link that is not the current one have no effect. Failures to create a link are failed attempts. */
class SessionDoorsTest {
    private static final CloseReason RESET = CloseReason.retryable(Kind.NETWORK, "reset");
    private static final CloseReason FATAL = CloseReason.fatal(Kind.SERVER, "no");

    private final Recorder app = new Recorder();
    private final List<ConnectionEvent> told = new ArrayList<>();
    private Rig rig = new Rig(true, new FakeProtocol(), config -> {});
    private FakeConnection old;

    /** Makes a connection, replaces it, and returns the new one. The old one can still report to the session. */
    private FakeConnection second(Rig rig) {
        rig.subscribe("a", app);
        old = rig.accept();
        rig.client.reconnectNow();
        rig.loop.run();
        FakeConnection now = rig.accept();
        app.events.clear();
        return now;
    }

    private static Session sessionOf(RealSubscription subscription) {
        return (Session) subscription.carrier;
    }

    private String view() {
        return rig.client.diagnostics().lines().stream()
                .filter(line -> line.startsWith("connection: "))
                .findFirst()
                .orElse("");
    }

    @Test
    void anAttemptThatWasGivenUpOpensAndIsReadyInVain() {
        RealSubscription a = rig.subscribe("a", app);
        old = rig.net.last();
        // In this order on the loop: a is removed, b dials again, and the success of the first dial is reported last.
        a.unsubscribeAndWait();
        rig.client.subscribe(SubscriptionOptions.text("b"), app);
        old.accept();
        rig.loop.run();
        assertThat(rig.net.connections).hasSize(2);
        assertThat(view()).startsWith("connection: CONNECTING");
        FakeConnection now = rig.accept();
        assertThat(now.sent).containsExactly("sub b@null");
        assertThat(old.sent).doesNotContain("sub b@null");
        rig.loop.advanceMillis(15_000);
        assertThat(now.sent).contains("<ping>"); // the running heartbeat is that of this link
    }

    @Test
    void aConnectionThatIsReplacedIsLeft() {
        FakeConnection now = second(rig);
        assertThat(old.sent).endsWith("<close 1000>");
        assertThat(now.sent).containsExactly("sub a@null");
        assertThat(rig.net.live()).isEqualTo(1);
    }

    @Test
    void aStaleLinkIsReadyInVain() {
        FakeProtocol protocol = new FakeProtocol();
        protocol.readyAtOnce = false;
        rig = new Rig(true, protocol, config -> {});
        RealSubscription a = rig.subscribe("a", app);
        FakeConnection first = rig.accept();
        rig.loop.advanceMillis(10_000);
        rig.loop.advanceMillis(500);
        FakeConnection now = rig.accept();
        rig.onLoop(() -> sessionOf(a).linkReady(first.link));
        assertThat(view()).startsWith("connection: HANDSHAKING");
        now.text("ready");
        now.text("ready"); // the second has no effect
        rig.loop.run();
        assertThat(now.sent).containsExactly("sub a@null");
    }

    @Test
    void whatAStaleLinkSaysOfRetriesHeartbeatsTopicsAndAnswersIsIgnored() {
        FakeConnection now = second(rig);
        RealSubscription a = rig.subscribe("b", app);
        Session session = sessionOf(a);
        CompletableFuture<Receipt> receipt = rig.client.publish("t", "x");
        rig.loop.run();
        app.events.clear();
        rig.onLoop(() -> session.serverRetryFloor(old.link, 60_000));
        rig.onLoop(() -> session.heartbeatAnnounced(old.link, Duration.ofSeconds(1)));
        rig.onLoop(() -> session.mailboxOverflowed(old.link, a.wire));
        rig.onLoop(() -> session.subscriptionEndedByServer(old.link, a.wire, FATAL));
        rig.onLoop(() -> session.commandAnswered(old.link, commands -> commands.receiptReceived(1, null)));
        rig.onLoop(() -> session.linkEnded(old.link, HeartbeatMonitor.silenceReason(1)));
        rig.loop.run();
        app.assertExhausted();
        assertThat(receipt).isNotDone();
        assertThat(a.state()).isEqualTo(SubscriptionState.SUBSCRIBED);
        assertThat(rig.client.state()).isEqualTo(ConnectionState.CONNECTED);
        now.text("b:here");
        rig.loop.run();
        app.assertNext("here");
        rig.loop.advanceMillis(14_000);
        assertThat(now.sent).doesNotContain("<ping>");
        rig.client.addConnectionListener(told::add);
        now.drop(RESET);
        rig.loop.run();
        assertThat(told.get(0).delay()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void theHeartbeatThatTheServerAnnouncesIsKept() {
        rig.subscribe("a", app);
        FakeConnection now = rig.accept();
        now.text("beat:3000");
        rig.loop.run();
        rig.loop.advanceMillis(2_999);
        assertThat(now.sent).doesNotContain("<ping>");
        rig.loop.advanceMillis(1);
        assertThat(now.sent).containsOnlyOnce("<ping>");
    }

    @Test
    void aHeartbeatIsAnnouncedInVainWhereTheAppWantsNone() {
        rig = new Rig(true, new FakeProtocol(), config -> config.heartbeat = Heartbeat.off());
        rig.subscribe("a", app);
        FakeConnection now = rig.accept();
        now.text("beat:3000");
        rig.loop.advance(Duration.ofMinutes(1));
        assertThat(now.sent).doesNotContain("<ping>");
        assertThat(rig.client.state()).isEqualTo(ConnectionState.CONNECTED);
    }

    @Test
    void eventsSayTheNumberOfTheAttemptTheTopicAndTheReason() {
        rig = new Rig();
        rig.client.addConnectionListener(told::add);
        rig.subscribe("a", app);
        rig.net.last().refuse(RESET);
        rig.loop.advanceMillis(500);
        rig.net.last().refuse(RESET);
        rig.loop.advanceMillis(1000);
        rig.accept();
        assertThat(view()).endsWith("attempt 3 (c-1.3), last end " + RESET);
        rig.loop.advanceMillis(20_000);
        assertThat(view()).endsWith("attempt 1 (c-1.3), last end " + RESET);
        rig.net.last().drop(RESET);
        rig.loop.run();
        assertThat(told).extracting(ConnectionEvent::attempt).containsExactly(1, 2, 2, 3, 3, 3, 1);
        assertThat(told).extracting(ConnectionEvent::topic).containsOnly("a");
        assertThat(told.get(0).reason()).isNull();
        assertThat(told.get(1).reason()).isEqualTo(RESET);
    }

    @Test
    void aSubscriptionThatEndsAsItsStreamIsDialledIsNotDialled() {
        rig = new Rig();
        RealSubscription a = rig.subscribe("a", app);
        rig.net.last().refuse(RESET);
        rig.loop.run();
        rig.client.reconnectNow();
        a.unsubscribeAndWait(); // effective immediately, but reported to the loop after the reconnect
        rig.loop.run();
        assertThat(rig.net.connections).hasSize(1);
        assertThat(rig.client.state()).isEqualTo(ConnectionState.IDLE);
        assertThat(rig.loop.timers()).isZero();
    }

    /** A protocol whose conversation can fail to start. */
    private static final class Fragile implements WireProtocol {
        final WireProtocol sound = Plain.create();
        Throwable fault;

        @Override
        public String name() {
            return sound.name();
        }

        @Override
        public Binding binding(Transport transport) {
            return sound.binding(transport);
        }

        @Override
        public boolean supportsResume() {
            return true;
        }

        @Override
        public Conversation newConversation(ConversationOutput output) {
            if (fault instanceof RuntimeException) throw (RuntimeException) fault;
            if (fault != null) throw (Error) fault;
            return sound.newConversation(output);
        }
    }

    private Fragile fragile(Throwable fault) {
        Fragile protocol = new Fragile();
        protocol.fault = fault;
        rig = new Rig(false, protocol, config -> {});
        rig.client.addConnectionListener(told::add);
        return protocol;
    }

    @Test
    void aProtocolThatCannotBeginIsAFailedAttempt() {
        Fragile protocol = fragile(new IllegalStateException("broken"));
        rig.subscribe("a", app);
        assertThat(told).extracting(event -> event.current().name()).containsExactly("CONNECTING", "RECONNECTING");
        assertThat(told.get(1).reason().cause()).isSameAs(protocol.fault);
        protocol.fault = null;
        rig.loop.advanceMillis(500);
        rig.accept();
        app.assertNext("FRESH");
    }

    @Test
    void aProtocolWithAMissingClassEndsIt() {
        fragile(new NoClassDefFoundError("gone"));
        rig.subscribe("a", app);
        app.assertNext("ended INTERNAL");
        assertThat(told).extracting(event -> event.current().name()).containsExactly("CONNECTING", "CLOSED");
        assertThat(rig.loop.timers()).isZero();
    }

    @Test
    void noThreadToDialWithIsAFailedAttempt() {
        rig.client.addConnectionListener(told::add);
        rig.net.noThread = new OutOfMemoryError("unable to create native thread");
        rig.subscribe("a", app);
        assertThat(told).extracting(event -> event.current().name()).containsExactly("CONNECTING", "RECONNECTING");
        rig.net.noThread = null;
        rig.loop.advanceMillis(500);
        rig.accept();
        app.assertNext("FRESH");
    }
}
