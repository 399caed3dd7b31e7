package dev.holdfast.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.CloseReason.Kind;
import dev.holdfast.ConnectionState;
import dev.holdfast.Heartbeat;
import dev.holdfast.Limits;
import dev.holdfast.Overflow;
import dev.holdfast.Receipt;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.SubscriptionState;
import dev.holdfast.fixtures.FakeProtocol;
import dev.holdfast.fixtures.FakeTransport.FakeConnection;
import dev.holdfast.fixtures.Recorder;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.internal.client.OutboundLimiter;
import dev.holdfast.internal.delivery.RealSubscription;
import dev.holdfast.internal.delivery.RealWireSubscription;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Topics that the server ends for a while on a shared connection, and replies of the wrong kind. */
class SessionSubscriptionsTest {
    private static final CloseReason RESET = CloseReason.retryable(Kind.NETWORK, "reset");

    private final Recorder app = new Recorder();
    private final Rig rig = new Rig(true, new FakeProtocol(), config -> {
        config.heartbeat = Heartbeat.off();
        config.limits = Limits.defaults().withReplyTimeout(Duration.ofSeconds(8));
    });

    private static CloseReason failure(CompletableFuture<?> future) {
        assertThat(future).isCompletedExceptionally();
        return ((CloseException) future.handle((v, t) -> t).join()).reason();
    }

    @Test
    void aTopicThatEndedForAWhileComesBackAfterWhatWasAskedAndALongStep() {
        RealSubscription a = rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        rig.chance = 0.5;
        connection.text("later:a"); // two seconds, and half of the longest back-off
        rig.loop.run();
        assertThat(a.state()).isEqualTo(SubscriptionState.WAITING);
        rig.loop.advanceMillis(16_999);
        assertThat(connection.sent).hasSize(1);
        rig.loop.advanceMillis(1);
        assertThat(connection.sent).containsExactly("sub a@null", "sub a@null");
        connection.text("a:back");
        rig.loop.run();
        app.assertNext("FRESH", "RESUMED", "back");
    }

    @Test
    void whereNothingWasAskedItIsTheLongStepAlone() {
        RealSubscription a = rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        rig.chance = 0.1;
        rig.onLoop(() -> ((Session) a.carrier).subscriptionEndedByServer(connection.link, a.wire, RESET));
        rig.loop.advanceMillis(2_999);
        assertThat(connection.sent).hasSize(1);
        rig.loop.advanceMillis(1);
        assertThat(connection.sent).hasSize(2);
    }

    @Test
    void aTopicIsLeftOnceWhenItsListenerFallsBehind() {
        RealSubscription a = rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        connection.text("a:x", "1"); // a cursor to resume from
        rig.loop.run();
        RealWireSubscription wire = a.wire;
        rig.onLoop(() -> ((Session) a.carrier).mailboxOverflowed(connection.link, wire));
        rig.onLoop(() -> ((Session) a.carrier).mailboxOverflowed(connection.link, wire));
        rig.loop.run();
        assertThat(connection.sent).containsExactly("sub a@null", "unsub a");
        assertThat(a.state()).isEqualTo(SubscriptionState.SUBSCRIBED); // its mailbox ends the subscription itself
    }

    @Test
    void theEndOfAListenerThatFellBehindSaysWhatWasMissing() {
        RealSubscription a = rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        rig.onLoop(() -> ((Session) a.carrier).mailboxOverflowed(connection.link, a.wire));
        rig.loop.run();
        assertThat(app.ended.text())
                .isEqualTo("Listener too slow, and there is no cursor to resume from: see Overflow");
        RealSubscription b = rig.subscribe(SubscriptionOptions.text("b").withOverflow(Overflow.fail()), app);
        rig.onLoop(() -> ((Session) b.carrier).mailboxOverflowed(connection.link, b.wire));
        rig.loop.run();
        assertThat(app.ended.text()).isEqualTo("Listener too slow (Overflow.fail())");
    }

    @Test
    void whatIsOverWhenTheConnectionIsReadyIsNotSubscribed() {
        RealSubscription a = rig.subscribe("a", app);
        rig.subscribe("b", app);
        FakeConnection connection = rig.net.last();
        rig.loop.execute(a::unsubscribeAndWait); // the session learns of it after the connection is ready
        connection.accept();
        rig.loop.run();
        assertThat(connection.sent).containsExactly("sub b@null");
        assertThat(rig.client.state()).isEqualTo(ConnectionState.CONNECTED);
    }

    @Test
    void unsubscribedMeanwhileItDoesNotComeBack() {
        RealSubscription a = rig.subscribe("a", app);
        rig.subscribe("b", app);
        FakeConnection connection = rig.accept();
        rig.loop.advanceMillis(20_000); // stable
        connection.text("later:a");
        rig.loop.run();
        assertThat(rig.loop.timers()).isEqualTo(1);
        a.unsubscribeAndWait();
        rig.loop.run();
        assertThat(rig.loop.timers()).isZero();
    }

    @Test
    void onTheNextConnectionItComesBackAtOnceAndOnlyOnce() {
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        connection.text("later:a");
        rig.loop.run();
        connection.drop(RESET);
        rig.loop.advanceMillis(500);
        FakeConnection next = rig.accept();
        rig.loop.advance(Duration.ofMinutes(5));
        assertThat(next.sent).containsExactly("sub a@null");
        assertThat(connection.sent).containsExactly("sub a@null");
    }

    @Test
    void whatIsSaidOfARouteThatIsGoneChangesNothing() {
        RealSubscription a = rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        RealWireSubscription old = a.wire;
        connection.text("later:a");
        rig.loop.advanceMillis(32_000);
        assertThat(a.wire).isNotNull().isNotSameAs(old);
        app.events.clear();
        rig.onLoop(() -> ((Session) a.carrier).mailboxOverflowed(connection.link, old));
        rig.onLoop(() -> ((Session) a.carrier)
                .subscriptionEndedByServer(connection.link, old, CloseReason.fatal(Kind.SERVER, "late")));
        rig.loop.run();
        app.assertExhausted();
        assertThat(a.state()).isEqualTo(SubscriptionState.SUBSCRIBED);
        rig.onLoop(() -> ((Session) a.carrier).mailboxHasSpace(a));
        a.unsubscribeAndWait();
        rig.loop.run();
        int sent = connection.sent.size();
        rig.onLoop(() -> ((Session) a.carrier).mailboxHasSpace(a));
        rig.loop.run();
        assertThat(connection.sent).hasSize(sent);
    }

    @Test
    void anAnswerThatDoesNotFitIsNone() {
        CompletableFuture<Receipt> publish = rig.client.publish("t", "x");
        CompletableFuture<String> request = rig.client.call("t", "x", String.class);
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        Session session = session();
        rig.onLoop(() -> session.commandAnswered(connection.link, commands -> commands.replyReceived(1, "no")));
        rig.onLoop(() -> session.commandAnswered(connection.link, commands -> commands.receiptReceived(2, "no")));
        rig.onLoop(() -> session.commandAnswered(connection.link, commands -> commands.receiptReceived(3, "no")));
        rig.onLoop(() -> session.commandAnswered(connection.link, commands -> commands.replyReceived(3, "no")));
        rig.onLoop(() -> session.commandAnswered(connection.link, commands -> commands.commandRefused(3, RESET)));
        rig.loop.run();
        assertThat(publish).isNotDone();
        assertThat(request).isNotDone();
        rig.onLoop(() -> session.commandAnswered(connection.link, commands -> commands.commandRefused(2, RESET)));
        rig.onLoop(() -> session.commandAnswered(connection.link, commands -> commands.receiptReceived(1, "id")));
        rig.loop.run();
        assertThat(failure(request)).isEqualTo(RESET);
        assertThat(publish.join().topic()).isEqualTo("t");
        assertThat(publish.join().id()).isEqualTo("id");
        rig.loop.advanceMillis(20_000); // stable
        assertThat(rig.loop.timers()).as("no answer is waited for").isZero();
    }

    private Session session() {
        RealSubscription any = rig.subscribe("any", app);
        return (Session) any.carrier;
    }

    @Test
    void aPublishThatWasNotSentInTimeIsNotSentLater() {
        CompletableFuture<Receipt> early = rig.client.publish("t", "early");
        rig.subscribe("a", app);
        rig.loop.advanceMillis(5_000);
        CompletableFuture<Receipt> late = rig.client.publish("t", "late");
        rig.loop.advanceMillis(3_000);
        assertThat(failure(early).text()).isEqualTo("Not sent: no connection within 8000 ms");
        FakeConnection connection = rig.accept();
        assertThat(connection.sent).containsExactly("sub a@null", "pub 2 t late");
        rig.loop.advanceMillis(5_000);
        assertThat(failure(late).text()).isEqualTo("No reply from the server within 8000 ms");
        rig.loop.run();
        connection.text("receipt:2"); // too late: ignored
        rig.loop.run();
        assertThat(rig.client.diagnostics().toString()).contains("CONNECTED");
    }

    @Test
    void whatWaitedThroughFailedAttemptsIsSentOnce() {
        CompletableFuture<Receipt> receipt = rig.client.publish("t", "x");
        rig.loop.run();
        for (int i = 0; i < 2; i++) {
            rig.net.last().refuse(RESET);
            rig.loop.advanceMillis(1_000);
        }
        assertThat(rig.accept().sent).containsExactly("pub 1 t x");
        assertThat(receipt).isNotDone();
    }

    @Test
    void budgetIsGivenBackToTheByte() {
        OutboundLimiter budget = new OutboundLimiter(
                rig.config.protocol, rig.net, Limits.defaults().withOutbound(2, 10));
        assertThat(budget.tryReserve(100)).as("alone").isTrue();
        assertThat(budget.tryReserve(0)).isFalse();
        budget.release(100);
        assertThat(budget.tryReserve(5)).isTrue();
        assertThat(budget.tryReserve(6)).isFalse();
        assertThat(budget.tryReserve(5)).isTrue();
        assertThat(budget.tryReserve(0)).isFalse();
        budget.release(5);
        assertThat(budget.tryReserve(5)).isTrue();
    }
}
