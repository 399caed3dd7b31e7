package dev.holdfast.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.reflect.TypeToken;
import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.CloseReason.Kind;
import dev.holdfast.ConnectionState;
import dev.holdfast.Heartbeat;
import dev.holdfast.Limits;
import dev.holdfast.PublishGuarantee;
import dev.holdfast.Receipt;
import dev.holdfast.fixtures.FakeProtocol;
import dev.holdfast.fixtures.FakeTransport.FakeConnection;
import dev.holdfast.fixtures.Recorder;
import dev.holdfast.fixtures.Rig;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Publishes and calls: each completes, or fails with a reason. */
class PendingCommandsTest {
    private final Rig rig =
            new Rig(true, new FakeProtocol(), s -> s.limits = Limits.defaults().withOutbound(3, 1000));

    private static Kind failure(CompletableFuture<?> future) {
        assertThat(future).isCompletedExceptionally();
        Throwable error = future.handle((v, t) -> t).join();
        return ((CloseException) error).reason().kind();
    }

    @Test
    void publishBringsTheConnectionUpWaitsForItAndIsReceipted() {
        CompletableFuture<Receipt> receipt = rig.client.publish("t", "x");
        rig.loop.run();
        FakeConnection connection = rig.accept();
        assertThat(connection.sent).containsExactly("pub 1 t x");
        assertThat(receipt).isNotDone();
        connection.text("receipt:1");
        rig.loop.run();
        assertThat(receipt).isCompleted();
        // Nothing is subscribed: the connection closes after the idle time.
        rig.loop.advanceMillis(5_000);
        assertThat(rig.client.state()).isEqualTo(ConnectionState.IDLE);
    }

    @Test
    void requestIsDecoded() {
        CompletableFuture<Integer> answer = rig.client.call("t", "x", Integer.class);
        rig.loop.run();
        rig.accept().text("reply:42");
        rig.loop.run();
        assertThat(answer).isCompletedWithValue(42);
    }

    @Test
    void requestIsDecodedToAGenericType() {
        Type strings = new TypeToken<List<Integer>>() {}.getType();
        CompletableFuture<List<Integer>> answer = rig.client.call("t", "x", strings);
        rig.loop.run();
        rig.accept().text("reply:[4,2]");
        rig.loop.run();
        assertThat(answer).isCompletedWithValue(List.of(4, 2));
    }

    @Test
    void aFutureThatTheAppCancelsLeavesItsMessageInTheCount() {
        for (int i = 0; i < 3; i++)
            assertThat(rig.client.publish("t", "x").cancel(false)).isTrue();
        assertThat(failure(rig.client.publish("t", "x"))).isEqualTo(Kind.OVERLOADED);
        rig.loop.run();
        FakeConnection connection = rig.accept();
        assertThat(connection.sent).containsExactly("pub 1 t x", "pub 2 t x", "pub 3 t x");
        connection.text("receipt:1");
        rig.loop.run();
        assertThat(rig.client.publish("t", "x")).isNotDone();
    }

    @Test
    void theRoomOfACommandIsFreeWhenTheAppLearnsOfItsEnd() {
        List<CompletableFuture<?>> next = new ArrayList<>();
        CompletableFuture<?> answered =
                rig.client.call("t", "x", Integer.class).thenRun(() -> next.add(rig.client.publish("t", "x")));
        CompletableFuture<?> told =
                rig.client.publish("t", "x").thenRun(() -> next.add(rig.client.call("t", "x", String.class)));
        assertThat(rig.client.publish("t", "x")).isNotDone(); // the third takes the last room
        rig.loop.run();
        FakeConnection connection = rig.accept();
        connection.text("reply:42");
        connection.text("receipt:2");
        rig.loop.run();
        assertThat(told).isCompleted();
        assertThat(answered).isCompleted();
        assertThat(next).hasSize(2).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void whatWasSentWhenTheLinkEndedFailsAndWhatWasNotIsSentOnTheNext() {
        CompletableFuture<Receipt> sent = rig.client.publish("t", "sent");
        rig.loop.run();
        FakeConnection connection = rig.accept();
        connection.drop(CloseReason.retryable(Kind.NETWORK, "reset"));
        CompletableFuture<Receipt> waiting = rig.client.publish("t", "waiting");
        rig.loop.advanceMillis(500);
        assertThat(failure(sent)).isEqualTo(Kind.NETWORK);
        assertThat(rig.accept().sent).containsExactly("pub 2 t waiting");
        assertThat(waiting).isNotDone();
    }

    @Test
    void whatHasNoReceiptIsSentAgainInItsPlaceWhereTheAppSaidSo() {
        Rig again = new Rig(true, new FakeProtocol(), config -> {
            config.publishGuarantee = PublishGuarantee.AT_LEAST_ONCE;
            config.heartbeat = Heartbeat.off();
        });
        CompletableFuture<Receipt> first = again.client.publish("t", "first");
        CompletableFuture<Receipt> second = again.client.publish("t", "second");
        CompletableFuture<String> question = again.client.call("t", "question", String.class);
        again.loop.run();
        FakeConnection connection = again.accept();
        assertThat(connection.sent).containsExactly("pub 1 t first", "pub 2 t second", "req 3 t question");
        connection.text("receipt:1");
        again.loop.run();
        assertThat(first).isCompleted();
        connection.drop(CloseReason.retryable(Kind.NETWORK, "reset"));
        CompletableFuture<Receipt> third = again.client.publish("t", "third");
        again.loop.advanceMillis(500);
        assertThat(failure(question)).isEqualTo(Kind.NETWORK);
        FakeConnection next = again.accept();
        assertThat(next.sent).containsExactly("pub 2 t second", "pub 4 t third");
        connection.text("receipt:2"); // from the connection that has ended
        again.loop.run();
        assertThat(second).isNotDone();
        next.text("receipt:2");
        next.text("receipt:4");
        again.loop.run();
        assertThat(second).isCompleted();
        assertThat(third).isCompleted();
    }

    private static CloseReason closed(int code) {
        return CloseReason.fatal(Kind.WEBSOCKET_CLOSE, "closed").withCode(code);
    }

    private static Rig resending() {
        return new Rig(true, new FakeProtocol(), config -> {
            config.publishGuarantee = PublishGuarantee.AT_LEAST_ONCE;
            config.heartbeat = Heartbeat.off();
        });
    }

    @Test
    void onePublishThatIsTooLargeFailsAndEndsNoSubscription() {
        Rig again = resending();
        Recorder app = new Recorder();
        again.subscribe("a", app);
        FakeConnection connection = again.accept();
        CompletableFuture<Receipt> small = again.client.publish("t", "small");
        CompletableFuture<Receipt> large = again.client.publish("t", "too large");
        again.loop.run();
        connection.drop(closed(1009));
        again.loop.advanceMillis(500);
        assertThat(failure(large)).isEqualTo(Kind.WEBSOCKET_CLOSE);
        assertThat(again.client.state()).isEqualTo(ConnectionState.RECONNECTING);
        FakeConnection next = again.accept();
        assertThat(next.sent).containsExactly("sub a@null", "pub 1 t small");
        next.text("receipt:1");
        again.loop.run();
        assertThat(small).isCompleted();
        app.assertNext("FRESH", "RESUMED");
        // Without a publish it was something else: for good.
        next.drop(closed(1009));
        again.loop.run();
        app.assertNext("ended WEBSOCKET_CLOSE");
        assertThat(again.client.state()).isEqualTo(ConnectionState.CLOSED);
    }

    @Test
    void aCloseForContentFailsWhateverWasSentAndHasNoAnswer() {
        for (int code : new int[] {1003, 1007, 1008}) {
            Rig again = resending();
            CompletableFuture<Receipt> publish = again.client.publish("t", "x");
            CompletableFuture<String> call = again.client.call("t", "longer", String.class);
            again.loop.run();
            FakeConnection connection = again.accept();
            connection.drop(closed(code));
            CompletableFuture<Receipt> waiting = again.client.publish("t", "waiting");
            again.loop.advanceMillis(500);
            assertThat(failure(publish)).isEqualTo(Kind.WEBSOCKET_CLOSE);
            assertThat(failure(call)).isEqualTo(Kind.WEBSOCKET_CLOSE);
            assertThat(again.accept().sent).containsExactly("pub 3 t waiting");
            assertThat(waiting).isNotDone();
        }
    }

    @Test
    void noOtherFinalCloseIsBlamedOnAPublish() {
        CloseReason[] finals = {
            closed(1002),
            closed(1010),
            closed(3003),
            CloseReason.fatal(Kind.SERVER, "no"),
            CloseReason.fatal(Kind.PROTOCOL, "no").withCode(1007)
        };
        for (CloseReason end : finals) {
            Rig again = resending();
            CompletableFuture<Receipt> publish = again.client.publish("t", "x");
            again.loop.run();
            again.accept().drop(end);
            again.loop.run();
            assertThat(failure(publish)).isEqualTo(end.kind());
            assertThat(again.client.state()).as("%s", end).isEqualTo(ConnectionState.CLOSED);
        }
    }

    @Test
    void whatIsSentAgainStillHasItsTime() {
        Rig again = new Rig(true, new FakeProtocol(), config -> {
            config.publishGuarantee = PublishGuarantee.AT_LEAST_ONCE;
            config.heartbeat = Heartbeat.off();
        });
        CompletableFuture<Receipt> receipt = again.client.publish("t", "x");
        again.loop.run();
        for (int i = 0; i < 4; i++) {
            again.accept().drop(CloseReason.retryable(Kind.NETWORK, "reset"));
            again.loop.advanceMillis(7_000);
        }
        assertThat(receipt).isNotDone();
        again.loop.advanceMillis(3_000);
        assertThat(failure(receipt)).isEqualTo(Kind.TIMEOUT);
    }

    @Test
    void theQueueIsBoundedAndItsFullnessIsTold() {
        for (int i = 0; i < 3; i++) assertThat(rig.client.publish("t", "x")).isNotDone();
        assertThat(failure(rig.client.publish("t", "x"))).isEqualTo(Kind.OVERLOADED);
        rig.loop.run();
        rig.accept().text("receipt:1");
        rig.loop.run();
        assertThat(rig.client.publish("t", "x")).isNotDone();
    }

    @Test
    void noAnswerWithinTheTimeIsAFailureAndEndsTheAttempts() {
        CompletableFuture<Receipt> receipt = rig.client.publish("t", "x");
        rig.loop.advance(Duration.ofSeconds(31));
        assertThat(failure(receipt)).isEqualTo(Kind.TIMEOUT);
        assertThat(rig.client.state()).isEqualTo(ConnectionState.IDLE);
    }

    @Test
    void whatFoundNoRoomBesideASubscribeIsSentOnceThatIsWritten() {
        rig.subscribe("a", new Recorder());
        String giant = "x".repeat(2_000); // over the limit alone, but the limit accepts one
        CompletableFuture<Receipt> receipt = rig.client.publish("t", giant);
        rig.loop.run();
        FakeConnection connection = rig.accept();
        assertThat(connection.sent).containsExactly("sub a@null", "pub 1 t " + giant);
        connection.text("receipt:1");
        rig.loop.run();
        assertThat(receipt).isCompleted();
    }

    @Test
    void closeFailsWhatWaits() {
        CompletableFuture<Receipt> receipt = rig.client.publish("t", "x");
        rig.client.close();
        rig.loop.run();
        assertThat(failure(receipt)).isEqualTo(Kind.CLOSED);
        assertThat(failure(rig.client.publish("t", "x"))).isEqualTo(Kind.CLOSED);
    }

    @Test
    void whereNothingCanBeSentItSaysSoAtOnce() {
        assertThatThrownBy(() -> new Rig().client.publish("t", "x"))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("HoldfastJson over a WebSocket");
    }
}
