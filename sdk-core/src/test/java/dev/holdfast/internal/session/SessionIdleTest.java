package dev.holdfast.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.CloseReason.Kind;
import dev.holdfast.ConnectionState;
import dev.holdfast.Continuity;
import dev.holdfast.Overflow;
import dev.holdfast.Receipt;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.SubscriptionState;
import dev.holdfast.fixtures.FakeProtocol;
import dev.holdfast.fixtures.FakeTransport.FakeConnection;
import dev.holdfast.fixtures.Recorder;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.internal.delivery.RealSubscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** When a session closes its connection, what it sends and reports then, and when it is forgotten. On virtual time. */
class SessionIdleTest {
    private static final CloseReason RESET = CloseReason.retryable(Kind.NETWORK, "reset");
    private static final CloseReason FAREWELL =
            CloseReason.fatal(Kind.WEBSOCKET_CLOSE, "bye").withCode(1008);

    private final Recorder app = new Recorder();
    private final Rig rig = new Rig(true, new FakeProtocol(), config -> {});
    private final List<String> told = new ArrayList<>();

    SessionIdleTest() {
        rig.client.addConnectionListener(event -> told.add(event.current()
                + (event.reason() == null ? "" : " " + event.reason().kind())));
    }

    private static Kind failure(CompletableFuture<?> future) {
        assertThat(future).isCompletedExceptionally();
        return ((CloseException) future.handle((v, t) -> t).join()).reason().kind();
    }

    private static long sessions(Rig rig) {
        return rig.client.diagnostics().lines().stream()
                .filter(line -> line.startsWith("connection: "))
                .count();
    }

    @Test
    void whatIsUnsubscribedIsLeftOnTheWireWhileOthersGoOn() {
        rig.subscribe("a", app);
        RealSubscription b = rig.subscribe("b", app);
        FakeConnection connection = rig.accept();
        b.unsubscribeAndWait();
        rig.loop.run();
        assertThat(connection.sent).containsExactly("sub a@null", "sub b@null", "unsub b");
    }

    @Test
    void whatWasNotOnTheWireIsNotLeftThere() {
        rig.subscribe("a", app);
        RealSubscription b = rig.subscribe("b", app);
        FakeConnection connection = rig.accept();
        connection.text("later:b");
        rig.loop.run();
        b.unsubscribeAndWait();
        rig.loop.run();
        assertThat(connection.sent).containsExactly("sub a@null", "sub b@null");
    }

    @Test
    void aStreamOfItsOwnIsLeftByClosingIt() {
        Rig own = new Rig();
        RealSubscription a = own.subscribe("a", app);
        FakeConnection connection = own.accept();
        a.unsubscribeAndWait();
        own.loop.run();
        assertThat(connection.cancelled).isTrue();
        assertThat(own.loop.timers()).isZero();
        assertThat(own.client.state()).isEqualTo(ConnectionState.IDLE);
    }

    @Test
    void aPublishOnAReadyConnectionIsSentAtOnce() {
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        assertThat(rig.client.publish("t", "x")).isNotDone();
        rig.loop.run();
        assertThat(connection.sent).containsExactly("sub a@null", "pub 1 t x");
    }

    @Test
    void pauseLeavesTheConnectionAtOnceAndSaysWhy() {
        RealSubscription a = rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        CompletableFuture<Receipt> sent = rig.client.publish("t", "x");
        rig.loop.run();
        rig.client.pause();
        rig.loop.run();
        assertThat(connection.sent).endsWith("<close 1000>");
        assertThat(told).containsExactly("CONNECTING", "CONNECTED", "IDLE IDLE");
        assertThat(a.state()).isEqualTo(SubscriptionState.WAITING);
        assertThat(failure(sent)).isEqualTo(Kind.IDLE);
    }

    /** Ends a session for good before its dial returns, so that the session is not forgotten yet. */
    private void endedWhileItDials() {
        RealSubscription a = rig.subscribe("a", app);
        rig.onLoop(() -> ((Session) a.carrier).linkEnded(rig.net.last().link, FAREWELL));
        rig.loop.run();
        assertThat(sessions(rig)).isEqualTo(1);
        assertThat(told).containsExactly("CONNECTING", "CLOSED WEBSOCKET_CLOSE");
        app.assertNext("ended WEBSOCKET_CLOSE");
        told.clear();
    }

    @Test
    void pauseChangesNothingAboutAnEnd() {
        endedWhileItDials();
        rig.client.pause();
        rig.loop.run();
        assertThat(rig.client.state()).isEqualTo(ConnectionState.CLOSED);
        assertThat(told).isEmpty();
    }

    @Test
    void pausedASecondTimeNothingIsSaidAgain() {
        rig.subscribe("a", app);
        rig.client.pause();
        rig.client.pause();
        rig.loop.run();
        rig.client.resume();
        rig.client.resume();
        rig.loop.run();
        assertThat(told).containsExactly("CONNECTING", "IDLE IDLE", "CONNECTING IDLE");
        assertThat(rig.net.live()).isEqualTo(1);
    }

    @Test
    void resumeEndsABackOffThatWasPaused() {
        rig.subscribe("a", app);
        rig.net.last().refuse(RESET.withRetryAfter(Duration.ofMinutes(1)));
        rig.client.pause();
        rig.loop.run();
        rig.client.resume();
        rig.loop.run();
        assertThat(rig.net.connections).hasSize(2);
    }

    @Test
    void theEndOfTheLastSubscriptionLetsTheConnectionGo() {
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        connection.text("end:a");
        rig.loop.run();
        app.assertNext("FRESH", "ended SERVER");
        assertThat(rig.client.diagnostics().lines()).noneMatch(line -> line.contains("Subscription{"));
        rig.loop.advanceMillis(4_999);
        assertThat(connection.sent).doesNotContain("<close 1000>");
        rig.loop.advanceMillis(1);
        assertThat(connection.sent).endsWith("<close 1000>");
        assertThat(told).last().isEqualTo("IDLE IDLE");
    }

    @Test
    void theLastAnswerLetsTheConnectionGo() {
        CompletableFuture<Receipt> receipt = rig.client.publish("t", "x");
        rig.loop.run();
        FakeConnection connection = rig.accept();
        connection.text("receipt:1");
        rig.loop.run();
        assertThat(receipt).isCompleted();
        rig.loop.advanceMillis(5_000);
        assertThat(connection.sent).endsWith("<close 1000>");
    }

    @Test
    void oneThatLingersIsTakenUpAgain() {
        RealSubscription a = rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        a.unsubscribeAndWait();
        rig.loop.advanceMillis(4_000);
        RealSubscription b = rig.subscribe("b", app);
        rig.loop.advanceMillis(500);
        assertThat(connection.sent).containsExactly("sub a@null", "unsub a", "sub b@null");
        b.unsubscribeAndWait();
        rig.loop.advanceMillis(4_999); // the idle time starts again
        assertThat(rig.client.state()).isEqualTo(ConnectionState.CONNECTED);
        rig.loop.advanceMillis(1);
        assertThat(rig.client.state()).isEqualTo(ConnectionState.IDLE);
    }

    @Test
    void closeLeavesNoTimerOfAConnectionThatLingers() {
        RealSubscription a = rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        a.unsubscribeAndWait();
        rig.loop.run();
        rig.client.close();
        rig.loop.run();
        connection.drop(RESET);
        rig.loop.run();
        assertThat(rig.loop.timers()).isZero();
    }

    @Test
    void closeFailsWhatWaitsForAConnectionThatWasRefused() {
        CompletableFuture<Receipt> receipt = rig.client.publish("t", "x");
        rig.loop.run();
        rig.net.last().refuse(RESET);
        rig.loop.run();
        rig.client.close();
        rig.loop.run();
        assertThat(failure(receipt)).isEqualTo(Kind.CLOSED);
        assertThat(rig.loop.timers()).isZero();
    }

    @Test
    void anEndForGoodFailsWhatWaits() {
        CompletableFuture<Receipt> receipt = rig.client.publish("t", "x");
        rig.loop.run();
        rig.net.last().refuse(FAREWELL);
        rig.loop.run();
        assertThat(failure(receipt)).isEqualTo(Kind.WEBSOCKET_CLOSE);
        assertThat(sessions(rig)).isZero();
    }

    @Test
    void closeAfterAnEndIsNoSecondEnd() {
        endedWhileItDials();
        rig.client.close();
        rig.loop.run();
        assertThat(told).isEmpty();
        app.assertExhausted();
    }

    @Test
    void aSubscriptionThatFellBehindLetsTheConnectionGo() {
        RealSubscription a = rig.subscribe(SubscriptionOptions.text("a").withOverflow(Overflow.fail()), app);
        FakeConnection connection = rig.accept();
        rig.onLoop(() -> ((Session) a.carrier).mailboxOverflowed(connection.link, a.wire));
        rig.loop.run();
        app.assertNext("FRESH", "ended SLOW_CONSUMER");
        assertThat(connection.sent).containsExactly("sub a@null", "unsub a");
        rig.loop.advanceMillis(5_000);
        assertThat(connection.sent).endsWith("<close 1000>");
    }

    @Test
    void whatThereIsNotIsNotShown() {
        rig.subscribe("a", app);
        rig.accept();
        assertThat(rig.client.diagnostics().lines()).element(1).isEqualTo("connection: CONNECTED, attempt 1 (c-1.1)");
        rig.client.pause();
        rig.loop.run();
        assertThat(rig.client.diagnostics().lines())
                .element(1)
                .asString()
                .startsWith("connection: IDLE, attempt 1 (c-1.1), last end ")
                .contains("The client was paused");
        Rig own = new Rig();
        own.subscribe("b", app);
        assertThat(own.client.diagnostics().lines())
                .element(1)
                .isEqualTo("connection: CONNECTING [b], attempt 1 (c-1.1)");
    }

    @Test
    void aSessionIsForgottenWhenItsLinkIsGoneAndNotBefore() {
        Rig own = new Rig();
        RealSubscription a = own.subscribe("a", app);
        RealSubscription b = own.subscribe("b", app);
        assertThat(sessions(own)).isEqualTo(2);
        a.unsubscribeAndWait(); // its dial has not returned
        own.loop.run();
        assertThat(sessions(own)).isEqualTo(2);
        own.net.returnLost();
        own.loop.run();
        assertThat(sessions(own)).isEqualTo(1);
        own.net.last().refuse(RESET);
        own.loop.run(); // b has no link, but waits for the next one
        assertThat(sessions(own)).isEqualTo(1);
        b.unsubscribeAndWait();
        own.loop.run();
        assertThat(sessions(own)).isZero();
    }

    @Test
    void aPausedStreamIsNotForgotten() {
        Rig own = new Rig();
        own.subscribe("a", app);
        own.client.pause();
        own.loop.run();
        own.net.returnLost();
        own.loop.run();
        own.client.resume();
        own.loop.run();
        own.accept().text("one");
        own.loop.run();
        app.assertNext(Continuity.FRESH.name(), "one");
    }
}
