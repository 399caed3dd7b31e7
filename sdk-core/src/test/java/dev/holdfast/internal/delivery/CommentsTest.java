package dev.holdfast.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Acknowledgement;
import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.Delivery;
import dev.holdfast.Heartbeat;
import dev.holdfast.Limits;
import dev.holdfast.Message;
import dev.holdfast.Monitor;
import dev.holdfast.Overflow;
import dev.holdfast.Subscription;
import dev.holdfast.SubscriptionListener;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.fixtures.FakeTransport.FakeConnection;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.internal.runtime.ClientConfig;
import dev.holdfast.protocol.Plain;
import dev.holdfast.spi.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the way of comments to the listener. */
class CommentsTest extends DeliveryFixture {
    private static final SubscriptionOptions<String> PLAIN = SubscriptionOptions.text("a");

    private enum Way {
        BACKGROUND,
        EXECUTOR,
        DIRECT
    }

    private Rig rig(Way way, int queue, Consumer<ClientConfig> change) {
        return new Rig(false, Plain.create(), config -> {
            config.delivery = switch (way) {
                case BACKGROUND -> Delivery.background();
                case EXECUTOR -> Delivery.on(busy::add);
                case DIRECT -> Delivery.direct();
            };
            config.heartbeat = Heartbeat.off();
            config.limits = Limits.defaults().withQueue(queue, 1 << 20);
            change.accept(config);
        });
    }

    /** Sends messages, each with itself as its id, and comments, which begin with a colon, in one read. */
    private static void send(FakeConnection connection, String... all) {
        connection.says(sink -> {
            for (String one : all) {
                if (one.startsWith(":")) sink.onComment(one.substring(1), one.length() - 1);
                else sink.onFrame(new Frame().setText(one, null, one, one.length()));
            }
        });
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void commentsKeepTheirPlaceAmongTheMessages(Way way) {
        Rig rig = rig(way, 100, config -> {});
        RealSubscription subscription = rig.subscribe(PLAIN, app);
        FakeConnection connection = rig.accept();
        send(connection, ":", "1", "2", ":a", ":b", "3", ":c");
        listen(rig);
        app.assertNext("FRESH", "comment ", "1", "2", "comment a", "comment b", "3", "comment c");
        send(connection, "4", ":d");
        send(connection, ":e", "5");
        listen(rig);
        app.assertNext("4", "comment d", "comment e", "5");
        assertThat(subscription.cursor()).isEqualTo("5");
        assertThat(subscription.stats().received()).isEqualTo(11);
        assertThat(subscription.stats().handled()).isEqualTo(11);
        assertThat(subscription.stats().bytes()).isEqualTo(10);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void nothingIsLostWhenTheQueueIsFull(Way way) throws InterruptedException {
        Rig rig = rig(way, 2, config -> {});
        rig.subscribe(PLAIN, app);
        FakeConnection connection = rig.accept();
        Thread pump = new Thread(() -> send(connection, ":a", "1", ":b", ":c", "2", "3", ":d"));
        pump.start();
        while (pump.isAlive()) {
            if (pump.getState() == Thread.State.WAITING) listen(rig);
            Thread.onSpinWait();
        }
        pump.join();
        listen(rig);
        app.assertNext("FRESH", "comment a", "1", "comment b", "comment c", "2", "3", "comment d");
    }

    static Stream<SubscriptionOptions<String>> dropping() {
        return Stream.of(PLAIN.withOverflow(Overflow.dropOldest()), PLAIN.withOverflow(Overflow.latest(Message::text)));
    }

    @ParameterizedTest
    @MethodSource("dropping")
    void aCommentIsDroppedLikeAMessageAndCounted(SubscriptionOptions<String> options) {
        Rig rig = rig(Way.EXECUTOR, 2, config -> {});
        RealSubscription subscription = rig.subscribe(options, app);
        send(rig.accept(), ":a", "1", ":b", ":c");
        listen(rig);
        assertThat(app.events)
                .contains("FRESH", "comment b", "comment c", "dropped 2")
                .hasSize(4);
        assertThat(subscription.stats().dropped()).isEqualTo(2);
        assertThat(subscription.stats().handled()).isEqualTo(2);
    }

    @Test
    void aCommentHasNoKeyAndReplacesNothing() {
        List<String> keyed = new ArrayList<>();
        Rig rig = rig(Way.EXECUTOR, 100, config -> {});
        rig.subscribe(
                PLAIN.withOverflow(Overflow.latest(message -> {
                    keyed.add(message.text());
                    return "";
                })),
                app);
        send(rig.accept(), ":a", "1", ":a", "2", ":a");
        listen(rig);
        app.assertNext("FRESH", "comment a", "comment a", "2", "comment a", "dropped 1");
        assertThat(keyed).containsExactly("1", "2");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aCommentIsNotAcknowledgedAndHoldsNothingUp(Way way) {
        List<Message<Object>> messages = new ArrayList<>();
        Rig rig = rig(way, 2, config -> {});
        SubscriptionOptions<String> options = PLAIN.withAcknowledgement(Acknowledgement.MANUAL);
        Subscription subscription = rig.client.subscribe(options, new Listener(messages::add));
        rig.loop.run();
        FakeConnection connection = rig.accept();
        for (String one : new String[] {":a", "1", ":b", ":c", ":d", "2"}) {
            send(connection, one);
            listen(rig);
        }
        assertThat(messages).hasSize(2);
        messages.get(0).ack();
        assertThat(subscription.cursor()).isEqualTo("1");
        messages.get(1).ack();
        assertThat(subscription.cursor()).isEqualTo("2");
        listen(rig);
        assertThat(((RealSubscription) subscription).isQuiet()).isTrue();
        app.assertNext("FRESH", "comment a", "comment b", "comment c", "comment d");
    }

    /** A listener that hands messages to the test and everything else to the recorder. */
    private final class Listener implements SubscriptionListener<Object> {
        private final Consumer<Message<Object>> messages;

        Listener(Consumer<Message<Object>> messages) {
            this.messages = messages;
        }

        @Override
        public void onMessage(Message<Object> message) {
            messages.accept(message);
        }

        @Override
        public void onSubscribed(Continuity continuity) {
            app.onSubscribed(continuity);
        }

        @Override
        public void onComment(String comment) {
            app.onComment(comment);
        }

        @Override
        public void onError(Throwable error) {
            app.onError(error);
        }

        @Override
        public void onEnded(CloseReason reason) {
            app.onEnded(reason);
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aCommentNeedsNoDemandAndUsesNone(Way way) {
        Rig rig = rig(way, 100, config -> {});
        RealSubscription subscription = rig.subscribe(PLAIN.withDemand(), app);
        FakeConnection connection = rig.accept();
        send(connection, ":a", ":b", "1", ":c", ":d", "2", ":e", "3", ":f");
        listen(rig);
        app.assertNext("FRESH", "comment a", "comment b");
        subscription.request(2);
        listen(rig);
        app.assertNext("1", "comment c", "comment d", "2", "comment e");
        subscription.request(1);
        listen(rig);
        app.assertNext("3", "comment f");
    }

    @Test
    void anExceptionGoesToOnErrorAndTheNextMessageFollows() {
        Rig rig = rig(Way.BACKGROUND, 100, config -> {});
        RealSubscription subscription = rig.subscribe(PLAIN, app);
        app.inComment = () -> {
            throw new IllegalStateException("wrong");
        };
        send(rig.accept(), ":a", "1");
        listen(rig);
        app.assertNext("FRESH", "comment a", "error wrong", "1");
        assertThat(subscription.stats().errors()).isEqualTo(1);
    }

    @Test
    void onlyAListenerHearsComments() {
        List<String> heard = new ArrayList<>();
        Monitor monitor = new Monitor() {
            @Override
            public void onHandled(Subscription subscription, long nanos) {
                heard.add("handled");
            }

            @Override
            public void onError(Subscription subscription, Throwable error) {
                heard.add("error " + error);
            }
        };
        Rig rig = rig(Way.BACKGROUND, 100, config -> config.monitors = List.of(monitor));
        // A decoder would fail at the comment.
        rig.client.subscribe("a", Integer.class, message -> heard.add("message " + message.data()));
        rig.loop.run();
        send(rig.accept(), ":a", "1");
        listen(rig);
        assertThat(heard).containsExactly("message 1", "handled");
    }

    @Test
    void aCommentOfASharedStreamBelongsToNoSubscription() {
        Rig rig = rig(true, Limits.defaults());
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        send(connection, ":a", "a:1");
        listen(rig);
        app.assertNext("FRESH", "1");
    }

    @Test
    void noCommentFollowsTheUnsubscribe() {
        Rig rig = rig(Way.EXECUTOR, 100, config -> {});
        RealSubscription subscription = rig.subscribe(PLAIN, app);
        FakeConnection connection = rig.accept();
        send(connection, ":a");
        subscription.unsubscribe();
        send(connection, ":b");
        listen(rig);
        app.assertNext();
        assertThat(subscription.stats().discarded()).isEqualTo(1);
    }
}
