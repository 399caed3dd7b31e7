package dev.holdfast.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.Acknowledgement;
import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.CloseReason.Kind;
import dev.holdfast.Continuity;
import dev.holdfast.Heartbeat;
import dev.holdfast.Message;
import dev.holdfast.PoisonPolicy;
import dev.holdfast.SubscriptionListener;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.SubscriptionState;
import dev.holdfast.fixtures.FakeProtocol;
import dev.holdfast.fixtures.FakeTransport.FakeConnection;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.internal.delivery.RealSubscription;
import dev.holdfast.protocol.Plain;
import dev.holdfast.spi.WireProtocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A message that cannot be read is not requested forever. */
class PoisonMessageDetectorTest {
    private final List<String> told = new ArrayList<>();
    private final SubscriptionListener<Object> app = new SubscriptionListener<Object>() {
        @Override
        public void onMessage(Message<Object> message) {
            told.add(message.text());
        }

        @Override
        public void onSubscribed(Continuity continuity) {
            told.add(continuity.name());
        }

        @Override
        public void onError(Throwable error) {
            told.add("error " + ((CloseException) error).reason().kind());
        }

        @Override
        public void onEnded(CloseReason reason) {
            told.add("ended " + reason);
        }
    };

    private static Rig rig(PoisonPolicy policy, boolean sends, WireProtocol protocol) {
        Rig rig = new Rig(sends, protocol, config -> {
            config.poisonPolicy = policy;
            config.heartbeat = Heartbeat.off();
        });
        rig.chance = 0; // no back-off
        return rig;
    }

    private static Rig rig(PoisonPolicy policy) {
        return rig(policy, false, Plain.create());
    }

    private RealSubscription subscribe(Rig rig, SubscriptionOptions<String> options) {
        RealSubscription subscription = (RealSubscription) rig.client.subscribe(options, app);
        rig.loop.run();
        return subscription;
    }

    private static FakeConnection next(Rig rig) {
        rig.loop.advance(Duration.ZERO);
        return rig.accept();
    }

    private static void fails(Rig rig, FakeConnection connection, Kind kind) {
        connection.drop(CloseReason.retryable(kind, "unreadable").withCode(kind == Kind.TOO_LARGE ? 1009 : -1));
        rig.loop.run();
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"TOO_LARGE", "PROTOCOL", "INTERNAL"})
    void theThirdEndInARowAtOnePositionIsFinal(Kind kind) {
        Rig rig = rig(PoisonPolicy.stop(3));
        RealSubscription subscription = subscribe(rig, SubscriptionOptions.text("a"));
        FakeConnection first = rig.accept();
        first.texts("1", "2");
        fails(rig, first, kind);
        fails(rig, next(rig), kind);
        FakeConnection third = next(rig);
        assertThat(third.target.headers()).containsEntry("Last-Event-ID", "2");
        assertThat(subscription.state()).isNotEqualTo(SubscriptionState.ENDED);
        fails(rig, third, kind);
        assertThat(told.get(told.size() - 1))
                .startsWith("ended " + kind + (kind == Kind.TOO_LARGE ? " 1009" : ""))
                .contains("unreadable")
                .contains("3 attempts in a row")
                .endsWith("(final)");
        assertThat(subscription.state()).isEqualTo(SubscriptionState.ENDED);
        assertThat(subscription.cursor()).isEqualTo("2");
    }

    @Test
    void aMessageThatComesThroughBeginsTheCountAnew() {
        Rig rig = rig(PoisonPolicy.stop(2));
        RealSubscription subscription = subscribe(rig, SubscriptionOptions.text("a"));
        FakeConnection connection = rig.accept();
        for (int i = 0; i < 10; i++) {
            connection.texts("m" + i);
            fails(rig, connection, Kind.TOO_LARGE);
            connection = next(rig);
        }
        assertThat(subscription.state()).isEqualTo(SubscriptionState.SUBSCRIBED);
        // A repeated message is not progress.
        connection.texts("m9");
        fails(rig, connection, Kind.TOO_LARGE);
        assertThat(subscription.state()).isEqualTo(SubscriptionState.ENDED);
    }

    @Test
    void aCommentIsNoProgress() {
        Rig rig = rig(PoisonPolicy.stop(2));
        RealSubscription subscription = subscribe(rig, SubscriptionOptions.text("a"));
        FakeConnection connection = rig.accept();
        connection.says(sink -> sink.onComment("alive", 5));
        fails(rig, connection, Kind.TOO_LARGE);
        connection = next(rig);
        connection.says(sink -> sink.onComment("alive", 5));
        fails(rig, connection, Kind.TOO_LARGE);
        assertThat(subscription.state()).isEqualTo(SubscriptionState.ENDED);
    }

    @Test
    void aConnectionThatLastsBeginsTheCountAnew() {
        Rig rig = rig(PoisonPolicy.stop(2));
        RealSubscription subscription =
                subscribe(rig, SubscriptionOptions.text("a").withCursor("0"));
        fails(rig, rig.accept(), Kind.TOO_LARGE);
        FakeConnection lasting = next(rig);
        rig.loop.advance(rig.config.backoff.stableAfter());
        lasting.drop(CloseReason.retryable(Kind.NETWORK, "reset"));
        rig.loop.run();
        fails(rig, next(rig), Kind.TOO_LARGE);
        assertThat(subscription.state()).isNotEqualTo(SubscriptionState.ENDED);
        fails(rig, next(rig), Kind.TOO_LARGE);
        assertThat(subscription.state()).isEqualTo(SubscriptionState.ENDED);
    }

    @Test
    void theNetworkInBetweenNeitherCountsNorMakesItForget() {
        Rig rig = rig(PoisonPolicy.stop(2));
        RealSubscription subscription =
                subscribe(rig, SubscriptionOptions.text("a").withCursor("0"));
        fails(rig, rig.accept(), Kind.PROTOCOL);
        for (int i = 0; i < 5; i++) fails(rig, next(rig), Kind.NETWORK);
        assertThat(subscription.state()).isNotEqualTo(SubscriptionState.ENDED);
        fails(rig, next(rig), Kind.PROTOCOL);
        assertThat(subscription.state()).isEqualTo(SubscriptionState.ENDED);
    }

    @Test
    void whereNothingIsResumedABrokenPeerIsTriedAgain() {
        Rig rig = rig(PoisonPolicy.stop(1));
        RealSubscription subscription = subscribe(rig, SubscriptionOptions.text("a"));
        FakeConnection connection = rig.accept();
        for (int i = 0; i < 5; i++) {
            fails(rig, connection, Kind.PROTOCOL);
            connection = next(rig);
        }
        assertThat(subscription.state()).isEqualTo(SubscriptionState.SUBSCRIBED);
        fails(rig, connection, Kind.TOO_LARGE);
        assertThat(told.get(told.size() - 1)).isEqualTo("ended TOO_LARGE 1009: unreadable (final)");
    }

    @Test
    void anAnswerThatBreaksTheProtocolBeforeTheStreamBeginsDoesNotCount() {
        Rig rig = rig(PoisonPolicy.stop(1));
        RealSubscription subscription =
                subscribe(rig, SubscriptionOptions.text("a").withCursor("0"));
        for (int i = 0; i < 5; i++) {
            rig.net.last().refuse(CloseReason.retryable(Kind.PROTOCOL, "no upgrade"));
            rig.loop.run();
            rig.loop.advance(Duration.ZERO);
        }
        assertThat(subscription.state()).isNotEqualTo(SubscriptionState.ENDED);
    }

    @Test
    void skippingForgetsThePositionAndTellsOfAGap() {
        Rig rig = rig(PoisonPolicy.skip(2));
        RealSubscription subscription = subscribe(rig, SubscriptionOptions.text("a"));
        FakeConnection first = rig.accept();
        first.texts("1", "2");
        fails(rig, first, Kind.TOO_LARGE);
        fails(rig, next(rig), Kind.TOO_LARGE);
        FakeConnection third = next(rig);
        assertThat(third.target.headers()).doesNotContainKey("Last-Event-ID");
        assertThat(subscription.cursor()).isEqualTo("2");
        third.texts("9");
        rig.loop.run();
        assertThat(told).containsExactly("FRESH", "1", "2", "UNKNOWN", "error TOO_LARGE", "GAP", "9");
        assertThat(subscription.stats().gaps()).isEqualTo(1);
        fails(rig, third, Kind.NETWORK);
        assertThat(next(rig).target.headers()).containsEntry("Last-Event-ID", "9");
        assertThat(told.get(told.size() - 1)).isEqualTo("UNKNOWN");
    }

    @Test
    void skippingGoesOnHoweverOftenItHappens() {
        Rig rig = rig(PoisonPolicy.skip(1));
        RealSubscription subscription = subscribe(rig, SubscriptionOptions.text("a"));
        FakeConnection connection = rig.accept();
        for (int i = 0; i < 5; i++) {
            connection.texts("m" + i);
            fails(rig, connection, Kind.INTERNAL);
            connection = next(rig);
            // After a gap the same ids may come again.
        }
        assertThat(subscription.state()).isEqualTo(SubscriptionState.SUBSCRIBED);
        assertThat(subscription.stats().gaps()).isEqualTo(5);
    }

    @Test
    void aSkippedPositionStaysWhereItWasForALaterProcessUntilSomethingIsHandled() {
        Rig rig = rig(PoisonPolicy.skip(1));
        RealSubscription subscription = subscribe(
                rig,
                SubscriptionOptions.text("a")
                        .withAcknowledgement(Acknowledgement.ON_RECEIPT)
                        .withCursor("0"));
        fails(rig, rig.accept(), Kind.TOO_LARGE);
        assertThat(subscription.cursor()).isEqualTo("0");
        next(rig).texts("7");
        assertThat(subscription.cursor()).isEqualTo("7");
    }

    @Test
    void onASharedConnectionThatOneGetsOnDoesNotHelpTheOther() {
        Rig rig = rig(PoisonPolicy.stop(3), true, new FakeProtocol());
        RealSubscription stuck = subscribe(rig, SubscriptionOptions.text("a"));
        RealSubscription well = subscribe(rig, SubscriptionOptions.text("b"));
        FakeConnection connection = rig.accept();
        connection.text("a:1", "1");
        for (int i = 0; i < 3; i++) {
            assertThat(stuck.state()).isEqualTo(SubscriptionState.SUBSCRIBED);
            connection.text("b:" + i, "b" + i);
            fails(rig, connection, Kind.TOO_LARGE);
            if (i < 2) connection = next(rig);
        }
        // It is unknown which topic the message belongs to.
        assertThat(stuck.state()).isEqualTo(SubscriptionState.ENDED);
        assertThat(well.state()).isEqualTo(SubscriptionState.ENDED);
    }

    @Test
    void skippingOnASharedConnectionIsToldToThoseThatHadAPosition() {
        Rig rig = rig(PoisonPolicy.skip(1), true, new FakeProtocol());
        RealSubscription with = subscribe(rig, SubscriptionOptions.text("a"));
        RealSubscription without = subscribe(rig, SubscriptionOptions.text("b"));
        FakeConnection connection = rig.accept();
        connection.text("a:1", "1");
        fails(rig, connection, Kind.TOO_LARGE);
        FakeConnection second = next(rig);
        assertThat(second.sent).containsExactly("sub a@null", "sub b@null");
        assertThat(with.stats().gaps()).isEqualTo(1);
        assertThat(without.stats().gaps()).isEqualTo(0);
        assertThat(told).containsExactly("FRESH", "FRESH", "1", "error TOO_LARGE", "GAP", "RESUMED");
    }

    @Test
    void aCountBelowOneIsRefused() {
        assertThatThrownBy(() -> PoisonPolicy.stop(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1");
        assertThatThrownBy(() -> PoisonPolicy.skip(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(PoisonPolicy.skip(2)).hasToString("skip(2)");
        assertThat(PoisonPolicy.stop(4)).hasToString("stop(4)");
    }
}
