package dev.holdfast.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.CloseReason.Kind;
import dev.holdfast.ConnectionState;
import dev.holdfast.Heartbeat;
import dev.holdfast.Limits;
import dev.holdfast.Overflow;
import dev.holdfast.Receipt;
import dev.holdfast.SubscriptionRequest;
import dev.holdfast.SubscriptionState;
import dev.holdfast.internal.FakeTransport.FakeConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Topics that a server ends for a while on a shared connection, and answers that do not fit their question. */
class RosterTest {
    private static final CloseReason RESET = CloseReason.retryable(Kind.NETWORK, "reset");

    private final Recorder app = new Recorder();
    private final Rig rig = new Rig(true, new FakeProtocol(), settings -> {
        settings.heartbeat = Heartbeat.off();
        settings.limits = Limits.defaults().replyTimeout(Duration.ofSeconds(8));
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
        connection.text("later:a"); // two seconds, and half of the longest step
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
        ((Session) a.carrier).routeEnded(connection.link, a.route, RESET);
        rig.loop.advanceMillis(2_999);
        assertThat(connection.sent).hasSize(1);
        rig.loop.advanceMillis(1);
        assertThat(connection.sent).hasSize(2);
    }

    @Test
    void aTopicIsLeftOnceWhenItsListenerFallsBehind() {
        RealSubscription a = rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        connection.text("a:x", "1"); // a position to come back from
        rig.loop.run();
        RealRoute route = a.route;
        ((Session) a.carrier).overflowed(connection.link, route);
        ((Session) a.carrier).overflowed(connection.link, route);
        rig.loop.run();
        assertThat(connection.sent).containsExactly("sub a@null", "unsub a");
        assertThat(a.state()).isEqualTo(SubscriptionState.SUBSCRIBED); // its mailbox takes leave itself
    }

    @Test
    void theEndOfAListenerThatFellBehindSaysWhatWasMissing() {
        RealSubscription a = rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        ((Session) a.carrier).overflowed(connection.link, a.route);
        rig.loop.run();
        assertThat(app.ended.text()).isEqualTo("The listener fell behind, and there is no position to go on from");
        RealSubscription b = rig.subscribe(SubscriptionRequest.text("b").overflow(Overflow.fail()), app);
        ((Session) b.carrier).overflowed(connection.link, b.route);
        rig.loop.run();
        assertThat(app.ended.text()).isEqualTo("The listener fell behind, and was not to");
    }

    @Test
    void whatIsOverWhenTheConnectionIsReadyIsNotSubscribed() {
        RealSubscription a = rig.subscribe("a", app);
        rig.subscribe("b", app);
        FakeConnection connection = rig.net.last();
        connection.accept(); // the loop is to hear of it before it hears that a is left
        a.unsubscribe();
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
        a.unsubscribe();
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
        RealRoute old = a.route;
        connection.text("later:a");
        rig.loop.advanceMillis(32_000);
        assertThat(a.route).isNotNull().isNotSameAs(old);
        app.events.clear();
        ((Session) a.carrier).overflowed(connection.link, old);
        ((Session) a.carrier).routeEnded(connection.link, old, CloseReason.fatal(Kind.SERVER, "late"));
        rig.loop.run();
        app.assertExhausted();
        assertThat(a.state()).isEqualTo(SubscriptionState.SUBSCRIBED);
        ((Session) a.carrier).roomFor(a);
        a.unsubscribe();
        rig.loop.run();
        int sent = connection.sent.size();
        ((Session) a.carrier).roomFor(a);
        rig.loop.run();
        assertThat(connection.sent).hasSize(sent);
    }

    @Test
    void anAnswerThatDoesNotFitIsNone() {
        CompletableFuture<Receipt> publish = rig.client.publish("t", "x");
        CompletableFuture<String> request = rig.client.request("t", "x", String.class);
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        Session session = session();
        session.answered(connection.link, commands -> commands.reply(1, "no"));
        session.answered(connection.link, commands -> commands.receipt(2, "no"));
        session.answered(connection.link, commands -> commands.receipt(3, "no"));
        session.answered(connection.link, commands -> commands.reply(3, "no"));
        session.answered(connection.link, commands -> commands.refused(3, RESET));
        rig.loop.run();
        assertThat(publish).isNotDone();
        assertThat(request).isNotDone();
        session.answered(connection.link, commands -> commands.refused(2, RESET));
        session.answered(connection.link, commands -> commands.receipt(1, "id"));
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
        assertThat(failure(early).text()).isEqualTo("No connection became ready within 8000 ms");
        FakeConnection connection = rig.accept();
        assertThat(connection.sent).containsExactly("sub a@null", "pub 2 t late");
        rig.loop.advanceMillis(5_000);
        assertThat(failure(late).text()).isEqualTo("The server did not answer within 8000 ms");
        rig.loop.run();
        connection.text("receipt:2"); // too late, and of no effect
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
        rig.settings.limits = Limits.defaults().outbound(2, 10);
        Admission budget = new Admission(rig.settings);
        assertThat(budget.take(100)).as("alone").isTrue();
        assertThat(budget.take(0)).isFalse();
        budget.giveBack(100);
        assertThat(budget.take(5)).isTrue();
        assertThat(budget.take(6)).isFalse();
        assertThat(budget.take(5)).isTrue();
        assertThat(budget.take(0)).isFalse();
        budget.giveBack(5);
        assertThat(budget.take(5)).isTrue();
    }
}
