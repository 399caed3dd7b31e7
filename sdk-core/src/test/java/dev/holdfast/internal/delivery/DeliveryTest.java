package dev.holdfast.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseReason;
import dev.holdfast.CloseReason.Kind;
import dev.holdfast.Delivery;
import dev.holdfast.Limits;
import dev.holdfast.Overflow;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.SubscriptionState;
import dev.holdfast.fixtures.FakeTransport.FakeConnection;
import dev.holdfast.fixtures.Recorder;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.protocol.Plain;
import dev.holdfast.spi.Frame;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Tests the calls to listeners, their order, and the overflow when listeners are too slow. */
class DeliveryTest extends DeliveryFixture {
    private static final CloseReason RESET = CloseReason.retryable(Kind.NETWORK, "reset");

    @Test
    void aThrowingListenerIsToldAndTheNextMessageStillComes() {
        Rig rig = new Rig();
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        app.inMessage = () -> {
            throw new IllegalStateException("boom");
        };
        connection.text("one", "1");
        rig.loop.run();
        app.inMessage = () -> {
            throw new StackOverflowError("deep");
        };
        connection.text("two", "2");
        rig.loop.run();
        app.inMessage = () -> {};
        connection.text("three", "3");
        rig.loop.run();
        app.assertNext("FRESH", "one", "error boom", "two", "error deep", "three");
        assertThat(rig.net.connections).hasSize(1);
    }

    @Test
    void whatCannotBeDecodedIsAnErrorAndTheNextMessageStillComes() {
        Rig rig = new Rig();
        RealSubscription subscription = rig.subscribe(SubscriptionOptions.of("a", Integer.class), app);
        FakeConnection connection = rig.accept();
        connection.text("1", "1");
        connection.text("not a number", "2");
        connection.text("3", "3");
        rig.loop.run();
        assertThat(app.events.get(2)).startsWith("error");
        app.events.remove(2);
        app.assertNext("FRESH", "1", "3");
        assertThat(subscription.stats().errors()).isEqualTo(1);
        assertThat(subscription.stats().handled()).isEqualTo(3);
        assertThat(subscription.cursor()).isEqualTo("3");
    }

    @Test
    void nothingComesAfterUnsubscribeInsideACallback() {
        Rig rig = rig(false, Limits.defaults());
        RealSubscription subscription = rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        connection.text("one");
        connection.text("two");
        app.inMessage = subscription::unsubscribeAndWait;
        listen(rig);
        app.assertNext("FRESH", "one");
        assertThat(subscription.stats().discarded()).isEqualTo(1);
        assertThat(connection.cancelled).isTrue();
    }

    @Test
    void whatIsQueuedComesBeforeTheEnd() {
        Rig rig = rig(false, Limits.defaults());
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        connection.text("one");
        connection.drop(CloseReason.fatal(Kind.HTTP_STATUS, "gone"));
        listen(rig);
        app.assertNext("FRESH", "one", "ended HTTP_STATUS");
    }

    @Test
    void theHandledCursorNeverOvertakesWhatIsNotHandled() {
        Rig rig = rig(false, Limits.defaults());
        RealSubscription subscription = rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        connection.text("one", "1");
        connection.frame(new Frame().setEmpty(null, "2"));
        assertThat(subscription.cursor()).isNull();
        app.inMessage = () -> assertThat(subscription.cursor()).isNull();
        listen(rig);
        assertThat(subscription.cursor()).isEqualTo("2");
        connection.frame(new Frame().setEmpty(null, ""));
        assertThat(subscription.cursor()).isNull();
        app.assertNext("FRESH", "one");
    }

    @Test
    void aReconnectGoesOnFromWhatWasTakenNotFromWhatWasHandled() {
        Rig rig = rig(false, Limits.defaults());
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        connection.text("one", "1");
        connection.frame(new Frame().setEmpty(null, "2"));
        connection.drop(RESET);
        rig.loop.advanceMillis(500);
        assertThat(rig.accept().target.headers()).containsEntry("Last-Event-ID", "2");
    }

    @Test
    void duplicatesOfTheOverlapAreDroppedUntilTheFirstUnseenId() {
        Rig rig = new Rig();
        RealSubscription subscription = rig.subscribe("a", app);
        FakeConnection first = rig.accept();
        for (int i = 1; i <= 3; i++) first.text("m" + i, "" + i);
        first.drop(RESET);
        rig.loop.advanceMillis(500);
        FakeConnection second = rig.accept();
        for (int i = 2; i <= 4; i++) second.text("m" + i, "" + i);
        second.text("again", "2"); // the overlap is over, so the server may use an id twice
        second.text("no id");
        rig.loop.run();
        app.assertNext("FRESH", "m1", "m2", "m3", "UNKNOWN", "m4", "again", "no id");
        assertThat(subscription.stats().duplicates()).isEqualTo(2);
    }

    @Test
    void aGapEmptiesTheWindow() {
        Rig rig = new Rig();
        rig.subscribe("a", app);
        FakeConnection first = rig.accept();
        first.text("old", "1");
        first.drop(RESET);
        rig.loop.advanceMillis(500);
        FakeConnection second = rig.net.last();
        second.headers.put("Last-Event-ID", "0");
        second.accept();
        second.text("new epoch, same id", "1");
        rig.loop.run();
        app.assertNext("FRESH", "old", "GAP", "new epoch, same id");
    }

    @Test
    void dropOldestKeepsTheNewestAndTellsOnce() {
        Rig rig = rig(false, Limits.defaults().withQueue(4, 1000));
        SubscriptionOptions<String> options = SubscriptionOptions.text("a").withOverflow(Overflow.dropOldest());
        RealSubscription subscription = rig.subscribe(options, app);
        FakeConnection connection = rig.accept();
        for (int i = 1; i <= 10; i++) connection.text("m" + i, "" + i);
        listen(rig);
        app.assertNext("FRESH", "m7", "m8", "dropped 6", "m9", "m10");
        assertThat(subscription.stats().dropped()).isEqualTo(6);
        assertThat(subscription.cursor()).isEqualTo("10");
    }

    @Test
    void aListenerThatUnsubscribesIsNotToldOfDropsAfterwards() {
        Rig rig = rig(false, Limits.defaults().withQueue(4, 1000));
        SubscriptionOptions<String> options = SubscriptionOptions.text("a").withOverflow(Overflow.dropOldest());
        RealSubscription subscription = rig.subscribe(options, app);
        FakeConnection connection = rig.accept();
        for (int i = 1; i <= 10; i++) connection.text("m" + i, "" + i);
        app.inMessage = subscription::unsubscribeAndWait;
        listen(rig);
        app.assertNext("FRESH", "m7");
        assertThat(subscription.stats().dropped()).isEqualTo(6);
    }

    @Test
    void dropNewestKeepsTheOldestAndTheCursorMovesAllTheSame() {
        Rig rig = rig(false, Limits.defaults().withQueue(4, 1000));
        SubscriptionOptions<String> options = SubscriptionOptions.text("a").withOverflow(Overflow.dropNewest());
        rig.subscribe(options, app);
        FakeConnection connection = rig.accept();
        for (int i = 1; i <= 10; i++) connection.text("m" + i, "" + i);
        connection.drop(RESET);
        rig.loop.advanceMillis(500);
        assertThat(rig.accept().target.headers()).containsEntry("Last-Event-ID", "10");
        listen(rig);
        app.assertNext("FRESH", "m1", "m2", "dropped 6", "m3", "m4", "UNKNOWN");
    }

    @Test
    void bytesCountAsWellAndALoneGiantPasses() {
        Rig rig = rig(false, Limits.defaults().withQueue(1000, 100));
        SubscriptionOptions<String> options = SubscriptionOptions.text("a").withOverflow(Overflow.dropOldest());
        rig.subscribe(options, app);
        FakeConnection connection = rig.accept();
        String giant = "x".repeat(500);
        connection.text("small");
        connection.text(giant);
        listen(rig);
        app.assertNext("FRESH", "dropped 1", giant);
    }

    @Test
    void blockOnASharedConnectionLeavesTheTopicAndComesBackFromItsCursor() {
        Rig rig = rig(true, Limits.defaults().withQueue(4, 1000));
        rig.subscribe("a", app);
        Recorder other = new Recorder();
        FakeConnection connection = rig.accept();
        for (int i = 1; i <= 6; i++) connection.text("a:m" + i, "" + i);
        rig.loop.run();
        assertThat(connection.sent).containsExactly("sub a@null", "unsub a");
        // Other topics are not blocked.
        rig.subscribe("b", other);
        connection.text("b:hello");
        listen(rig);
        assertThat(connection.sent).containsExactly("sub a@null", "unsub a", "sub b@null", "sub a@4");
        other.assertNext("FRESH", "hello");
        connection.text("a:m5", "5");
        listen(rig);
        app.assertNext("FRESH", "m1", "m2", "m3", "m4", "RESUMED", "m5");
        assertThat(rig.net.connections).hasSize(1);
    }

    @Test
    void blockEndsASubscriptionThatCannotComeBack() {
        Rig rig = rig(true, Limits.defaults().withQueue(2, 1000));
        RealSubscription subscription = rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        for (int i = 1; i <= 4; i++) connection.text("a:m" + i); // no ids, so no cursor
        listen(rig);
        app.assertNext("FRESH", "m1", "m2", "ended SLOW_CONSUMER");
        assertThat(subscription.state()).isEqualTo(SubscriptionState.ENDED);
    }

    @Test
    void aRejectingExecutorEndsTheSubscriptionWithAReason() {
        Rig rig = new Rig(
                false,
                Plain.create(),
                s -> s.delivery = Delivery.on(task -> {
                    throw new RejectedExecutionException("full");
                }));
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        app.assertNext("ended SLOW_CONSUMER");
        assertThat(app.ended.cause()).isInstanceOf(RejectedExecutionException.class);
        assertThat(connection.cancelled).isTrue();
    }

    @Test
    void theServersEndOfOneTopicLeavesTheOthers() {
        Rig rig = rig(true, Limits.defaults());
        Recorder other = new Recorder();
        rig.subscribe("a", app);
        rig.subscribe("b", other);
        FakeConnection connection = rig.accept();
        connection.text("end:a");
        connection.text("b:still");
        listen(rig);
        app.assertNext("FRESH", "ended SERVER");
        other.assertNext("FRESH", "still");
    }

    @Test
    void aTopicTheServerEndsForAWhileIsAskedForAgainOnTheSameLink() {
        Rig rig = rig(true, Limits.defaults());
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        connection.text("later:a");
        rig.loop.advanceMillis(31_999); // the two seconds requested, plus the longest back-off
        assertThat(connection.sent).containsExactly("sub a@null");
        rig.loop.advanceMillis(1);
        assertThat(connection.sent).containsExactly("sub a@null", "sub a@null");
        listen(rig);
        app.assertNext("RESUMED"); // of two continuities in a row, the last is reported
        connection.text("later:a");
        rig.client.close();
        rig.loop.advanceMillis(1000);
        assertThat(rig.loop.timers()).isZero();
        listen(rig);
        app.assertNext("ended CLOSED");
    }
}
