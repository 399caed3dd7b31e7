package dev.holdfast.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.CloseReason.Kind;
import dev.holdfast.Continuity;
import dev.holdfast.DecodeException;
import dev.holdfast.DroppedMessages;
import dev.holdfast.Limits;
import dev.holdfast.Message;
import dev.holdfast.MessageLossException;
import dev.holdfast.Monitor;
import dev.holdfast.Subscription;
import dev.holdfast.SubscriptionListener;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.fixtures.FakeProtocol;
import dev.holdfast.fixtures.FakeTransport.FakeConnection;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.internal.runtime.CompositeMonitor;
import dev.holdfast.protocol.Plain;
import dev.holdfast.spi.WireProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;

/** What no listener handles is reported in one place, and by default logged once per cause. */
final class UnhandledTest {
    private static final String SECRET = "s3cr3t";

    /** Records the log in place of the console. */
    private static final class LogRecorder extends Handler implements AutoCloseable {
        final List<String> lines = new ArrayList<>();
        private final Logger logger = Logger.getLogger("dev.holdfast");

        LogRecorder() {
            logger.setUseParentHandlers(false);
            logger.addHandler(this);
        }

        @Override
        public void publish(LogRecord record) {
            lines.add(record.getLevel() + " " + new SimpleFormatter().formatMessage(record));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            logger.removeHandler(this);
            logger.setUseParentHandlers(true);
        }
    }

    private final List<String> reported = new ArrayList<>();

    private Rig rig(WireProtocol protocol) {
        return new Rig(protocol instanceof FakeProtocol, protocol, config -> {
            config.limits = Limits.defaults().withQueue(2, 1000);
            config.unhandledHandler = (subscription, cause) -> reported.add(subscription.topic() + ": " + cause);
        });
    }

    @Test
    void aPlainHandlerLeavesErrorsGapsDropsAndTheEndToTheClient() {
        Rig rig = rig(new FakeProtocol());
        List<Message<?>> messages = new ArrayList<>();
        rig.client.subscribe(SubscriptionOptions.of("a", Integer.class), messages::add);
        rig.loop.run();
        FakeConnection connection = rig.accept();
        connection.text("a:not a number");
        connection.text("a:7");
        rig.loop.run();
        assertThat(messages).singleElement().satisfies(m -> assertThat(m.data()).isEqualTo(7));
        assertThat(reported)
                .singleElement()
                .asString()
                .isEqualTo("a: dev.holdfast.DecodeException: com.google.gson.JsonSyntaxException");
        reported.clear();
        Subscription subscription = rig.client.subscribe("b", message -> {
            throw new IllegalStateException("boom");
        });
        rig.loop.run();
        connection.text("b:x");
        rig.loop.run();
        assertThat(reported).containsExactly("b: java.lang.IllegalStateException: boom");
        assertThat(subscription.stats().errors()).isEqualTo(1);
        reported.clear();
        connection.drop(CloseReason.fatal(Kind.SERVER, "over"));
        rig.loop.run();
        assertThat(reported)
                .containsExactly(
                        "a: dev.holdfast.CloseException: SERVER: over (final)",
                        "b: dev.holdfast.CloseException: SERVER: over (final)");
    }

    @Test
    void aGapAndDroppedMessagesAreReportedAsLoss() {
        List<Throwable> causes = new ArrayList<>();
        Rig rig = new Rig();
        ListenerInvoker invoker = new ListenerInvoker(
                rig.client.subscribe("a", message -> {}),
                null,
                () -> {},
                message -> {},
                (subscription, cause) -> causes.add(cause),
                rig.config.decoder,
                new CompositeMonitor(List.of(), List.of()),
                rig.loop);
        invoker.invoke(Continuity.FRESH);
        invoker.invoke(Continuity.RESUMED);
        invoker.invoke(Continuity.UNKNOWN);
        assertThat(causes).isEmpty();
        invoker.invoke(Continuity.GAP);
        invoker.invoke(DroppedMessages.of(2, 20));
        invoker.invoke(new CloseException(CloseReason.fatal(Kind.TOO_LARGE, "large"))); // PoisonPolicy.skip
        assertThat(causes).hasSize(3).allSatisfy(cause -> assertThat(cause).isInstanceOf(MessageLossException.class));
        assertThat(((MessageLossException) causes.get(0)).dropped()).isNull();
        assertThat(((MessageLossException) causes.get(1)).dropped().messages()).isEqualTo(2);
        assertThat(causes.get(2)).hasMessageContaining("skipped").hasCauseInstanceOf(CloseException.class);
    }

    @Test
    void theAppsOwnCloseIsNotReported() {
        Rig rig = rig(Plain.create());
        rig.client.subscribe("a", message -> {});
        rig.loop.run();
        rig.client.close();
        rig.loop.run();
        assertThat(reported).isEmpty();
    }

    @Test
    void aListenerHandlesItselfAllButWhatItThrowsInTheEnd() {
        Rig rig = rig(Plain.create());
        List<String> heard = new ArrayList<>();
        Subscription subscription = rig.client.subscribe("a", new SubscriptionListener<String>() {
            @Override
            public void onMessage(Message<String> message) {
                throw new IllegalStateException("in onMessage");
            }

            @Override
            public void onError(Throwable error) {
                heard.add(error.getMessage());
                throw new IllegalStateException("in onError");
            }

            @Override
            public void onEnded(CloseReason reason) {
                throw new IllegalStateException("in onEnded");
            }
        });
        rig.loop.run();
        FakeConnection connection = rig.accept();
        connection.text("x");
        rig.loop.run();
        assertThat(heard).containsExactly("in onMessage");
        assertThat(reported).containsExactly("a: java.lang.IllegalStateException: in onError");
        connection.drop(CloseReason.fatal(Kind.SERVER, "over"));
        rig.loop.run();
        assertThat(heard).as("nothing is called after onEnded").hasSize(1);
        assertThat(reported).hasSize(2).last().isEqualTo("a: java.lang.IllegalStateException: in onEnded");
        assertThat(subscription.stats().errors()).isEqualTo(3);
    }

    @Test
    void aListenerMayLeaveAnErrorToTheClient() {
        List<String> monitored = new ArrayList<>();
        Rig rig = new Rig(false, Plain.create(), config -> {
            config.unhandledHandler = (subscription, cause) -> reported.add(subscription.topic() + ": " + cause);
            config.monitors = List.of(new Monitor() {
                @Override
                public void onError(Subscription subscription, Throwable error) {
                    monitored.add(error.getMessage());
                }
            });
        });
        RealSubscription subscription =
                (RealSubscription) rig.client.subscribe("a", new SubscriptionListener<String>() {
                    @Override
                    public void onMessage(Message<String> message) {
                        throw new IllegalStateException(message.text());
                    }

                    @Override
                    public void onError(Throwable error) {
                        throw (RuntimeException) error;
                    }

                    @Override
                    public void onEnded(CloseReason reason) {}
                });
        rig.loop.run();
        rig.accept().text("x");
        rig.loop.run();
        subscription.reportError(new IllegalStateException("store"));
        rig.loop.run();
        assertThat(reported)
                .containsExactly("a: java.lang.IllegalStateException: x", "a: java.lang.IllegalStateException: store");
        assertThat(monitored).containsExactly("x", "store");
        assertThat(subscription.stats().errors()).isEqualTo(2);
    }

    @Test
    void aPayloadThatCannotBeDecodedIsQuotedToTheAppOnly() {
        List<Throwable> causes = new ArrayList<>();
        List<String> monitored = new ArrayList<>();
        Rig rig = new Rig(false, Plain.create(), config -> {
            config.unhandledHandler = (subscription, cause) -> causes.add(cause);
            config.monitors = List.of(new Monitor() {
                @Override
                public void onError(Subscription subscription, Throwable error) {
                    monitored.add("" + error);
                }
            });
        });
        rig.client.subscribe(SubscriptionOptions.of("a", Integer.class), message -> {});
        rig.loop.run();
        rig.accept().text(SECRET);
        rig.loop.run();
        assertThat(causes)
                .singleElement()
                .isInstanceOf(DecodeException.class)
                .satisfies(cause -> assertThat(cause.getMessage())
                        .contains(SECRET)
                        .isEqualTo(cause.getCause().getMessage()));
        assertThat(monitored).containsExactly("dev.holdfast.DecodeException: com.google.gson.JsonSyntaxException");
        assertThat(rig.client.diagnostics().toString())
                .contains("last error " + monitored.get(0))
                .doesNotContain(SECRET);
    }

    @Test
    void aHandlerThatThrowsIsCountedAndStopsNothing() {
        Rig rig = new Rig(
                false,
                Plain.create(),
                config -> config.unhandledHandler = (subscription, cause) -> {
                    throw new IllegalStateException("again");
                });
        List<String> messages = new ArrayList<>();
        Subscription subscription = rig.client.subscribe("a", message -> {
            messages.add(message.text());
            throw new IllegalStateException("boom");
        });
        rig.loop.run();
        FakeConnection connection = rig.accept();
        connection.text("one");
        connection.text("two");
        rig.loop.run();
        assertThat(messages).containsExactly("one", "two");
        assertThat(subscription.stats().errors()).isEqualTo(4);
    }

    @Test
    void withoutAHandlerEachCauseIsLoggedOnceAndWithoutSecrets() {
        try (LogRecorder log = new LogRecorder()) {
            List<String> lines = log.lines;
            Rig rig = new Rig();
            rig.client.subscribe(SubscriptionOptions.of("a?token=" + SECRET, Integer.class), message -> {});
            rig.client.subscribe(SubscriptionOptions.of("b", Integer.class), message -> {});
            rig.loop.run();
            FakeConnection connection = rig.net.connections.get(0);
            connection.accept();
            for (int i = 0; i < 3; i++) connection.text("\"" + SECRET + i + "\"");
            rig.net.connections.get(1).accept();
            rig.net.connections.get(1).text("x");
            rig.loop.run();
            assertThat(lines).hasSize(2);
            assertThat(lines.get(0))
                    .startsWith(
                            "WARNING The subscription to \"a?…\" failed with com.google.gson.JsonSyntaxException at ")
                    .endsWith("Nothing handles this: implement SubscriptionListener or set Builder.onUnhandled");
            assertThat(lines.get(1)).startsWith("WARNING The subscription to \"b\" failed with ");
            connection.drop(CloseReason.fatal(Kind.SERVER, "bad token " + SECRET + "\nWARNING forged")
                    .withCode(4001));
            rig.loop.run();
            assertThat(lines).hasSize(3).last().asString().contains("\"a?…\" ended with SERVER 4001. Nothing");
            assertThat(lines.toString()).doesNotContain(SECRET);
        }
    }

    @Test
    void aFeedOfEverNewFaultsDoesNotFillTheLog() {
        try (LogRecorder log = new LogRecorder()) {
            List<String> lines = log.lines;
            UnhandledLogger unhandled = new UnhandledLogger();
            Subscription subscription = new Rig().client.subscribe("a", message -> {});
            for (int i = 0; i < 100; i++) {
                Throwable fault = new IllegalStateException();
                fault.setStackTrace(new StackTraceElement[] {new StackTraceElement("A", "b", "A.java", i)});
                unhandled.onUnhandled(subscription, fault);
            }
            assertThat(lines).hasSize(16);
            unhandled.onUnhandled(subscription, new CloseException(CloseReason.fatal(Kind.SERVER, "over")));
            assertThat(lines).as("the end is always logged").hasSize(17);
        }
    }
}
