package dev.holdfast.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseReason;
import dev.holdfast.CloseReason.Kind;
import dev.holdfast.ConnectionListener;
import dev.holdfast.ConnectionState;
import dev.holdfast.Credentials;
import dev.holdfast.fixtures.FakeProtocol;
import dev.holdfast.fixtures.FakeTransport.FakeConnection;
import dev.holdfast.fixtures.Recorder;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.protocol.Plain;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Failures that users of other clients met; docs/failure-scenarios.md says which. */
class FailureScenarioTest {
    private static final CloseReason RESET = CloseReason.retryable(Kind.NETWORK, "reset");

    private final Recorder app = new Recorder();

    private static Rig shared() {
        return new Rig(true, new FakeProtocol(), s -> {});
    }

    @Test
    void closeWaitsForNoGoodbye() {
        Rig rig = shared();
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        rig.client.close();
        assertThat(rig.client.state()).isEqualTo(ConnectionState.CLOSED);
        rig.loop.run();
        assertThat(connection.sent).endsWith("<close 1000>");
        assertThat(connection.cancelled).isFalse();
        rig.loop.advanceMillis(1000); // the peer never answers
        assertThat(connection.cancelled).isTrue();
        rig.loop.run();
        assertThat(connection.released).isTrue();
        app.assertNext("FRESH", "ended CLOSED");
    }

    @Test
    void aServersGoodbyeIsAnsweredAndTheNextAttemptDoesNotWaitForIt() {
        Rig rig = shared();
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        connection.says(sink -> sink.onClose(
                CloseReason.retryable(Kind.WEBSOCKET_CLOSE, "restart").withCode(1012)));
        rig.loop.run();
        assertThat(connection.sent).endsWith("<close 1012>");
        rig.loop.advanceMillis(500);
        assertThat(rig.net.connections).hasSize(2);
        assertThat(connection.released).isTrue();
    }

    @Test
    void aCleanCloseByTheServerIsNotTheEnd() {
        Rig rig = shared();
        rig.subscribe("a", app);
        rig.accept()
                .says(sink -> sink.onClose(
                        CloseReason.retryable(Kind.WEBSOCKET_CLOSE, "bye").withCode(1000)));
        rig.loop.advanceMillis(500);
        rig.accept();
        app.assertNext("FRESH", "RESUMED");
    }

    @Test
    void everySubscriptionComesBackInOrderAfterEveryDrop() {
        Rig rig = shared();
        rig.chance = 0;
        for (String topic : new String[] {"a", "b", "c"}) rig.subscribe(topic, app);
        for (int drop = 0; drop < 5; drop++) {
            FakeConnection connection = rig.accept();
            assertThat(connection.sent).containsExactly("sub a@null", "sub b@null", "sub c@null");
            connection.drop(RESET);
            rig.loop.advanceMillis(1);
        }
    }

    @Test
    void reconnectNowInsideACallbackDoesNotRecurse() {
        Rig rig = new Rig();
        AtomicInteger left = new AtomicInteger(1000);
        rig.connection.inEvent = () -> {
            if (left.decrementAndGet() > 0) rig.client.reconnectNow();
        };
        rig.subscribe("a", app);
        for (int i = 0; i < 500; i++) {
            rig.net.last().refuse(RESET);
            rig.loop.run();
            assertThat(rig.net.live()).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void listenersMayBeAddedAndRemovedInsideListeners() {
        Rig rig = new Rig();
        List<String> heard = new ArrayList<>();
        ConnectionListener second = event -> heard.add("second");
        ConnectionListener first = event -> {
            heard.add("first");
            rig.client.addConnectionListener(second);
            rig.client.removeConnectionListener(second);
            throw new IllegalStateException("and throws");
        };
        rig.client.addConnectionListener(first);
        rig.client.addConnectionListener(event -> heard.add("third"));
        rig.subscribe("a", app);
        assertThat(heard).containsExactly("first", "third");
        assertThat(rig.client.diagnostics().toString()).contains("connection listeners threw 1 times");
    }

    @Test
    void credentialsAreAskedForEachAttemptAndNeverShown() {
        AtomicInteger asked = new AtomicInteger();
        Rig rig = new Rig(
                false,
                Plain.create(),
                s -> s.credentials = Credentials.bearer(() -> "secret" + asked.incrementAndGet()));
        rig.subscribe("a", app);
        assertThat(rig.accept().target.authorization()).isEqualTo("Bearer secret1");
        rig.net.last().drop(RESET);
        rig.loop.advanceMillis(500);
        assertThat(rig.accept().target.authorization()).isEqualTo("Bearer secret2");
        assertThat(rig.net.last().target.toString()).doesNotContain("secret");
        assertThat(rig.client.diagnostics().toString()).doesNotContain("secret");
    }

    @Test
    void credentialsThatThrowAreAReasonAndAskedAgain() {
        Rig rig = new Rig(
                false,
                Plain.create(),
                s -> s.credentials = refused -> {
                    throw new IllegalStateException("secret token expired");
                });
        rig.subscribe("a", app);
        rig.net.last().accept();
        rig.loop.run();
        assertThat(rig.client.diagnostics().toString())
                .contains("CREDENTIALS")
                .contains("IllegalStateException")
                .doesNotContain("secret");
        rig.loop.advanceMillis(500);
        assertThat(rig.net.connections).hasSize(2);
    }

    @Test
    void aServerThatAcceptsAndErrsAtOnceIsNotHammered() {
        Rig rig = new Rig();
        rig.subscribe("a", app);
        for (int i = 0; i < 20; i++) {
            rig.net.last().accept();
            rig.net.last().drop(RESET);
            rig.loop.advance(Duration.ofSeconds(30));
            rig.net.returnLost();
        }
        // At its cap the back-off lets two attempts a minute through.
        assertThat(rig.net.connections.size()).isLessThan(35);
    }

    @Test
    void aFaultyProtocolIsALinksEndAndTheLoopGoesOn() {
        Rig rig = shared();
        rig.subscribe("a", app);
        rig.accept().text("a"); // no colon behind the topic: the fake reads past the end
        rig.loop.run();
        assertThat(rig.client.diagnostics().toString()).contains("INTERNAL");
        rig.loop.advanceMillis(500);
        rig.accept();
        app.assertNext("FRESH", "RESUMED");
    }

    @Test
    void attemptsThatCannotBeFreedDoNotPileUp() {
        Rig rig = new Rig();
        rig.subscribe("a", app);
        rig.loop.advance(Duration.ofHours(1)); // no dial ever comes back, whatever is done to it
        assertThat(rig.net.connections).hasSize(4);
        rig.net.returnLost();
        rig.loop.advance(Duration.ofSeconds(31));
        assertThat(rig.net.connections.size()).isGreaterThan(4);
    }
}
