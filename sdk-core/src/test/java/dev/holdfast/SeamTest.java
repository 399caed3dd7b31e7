package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.holdfast.CloseReason.Kind;
import dev.holdfast.fixtures.FakeProtocol;
import dev.holdfast.fixtures.ForwardingProtocol;
import dev.holdfast.fixtures.Recorder;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.internal.delivery.RealSubscription;
import dev.holdfast.protocol.Plain;
import dev.holdfast.spi.Conversation;
import dev.holdfast.spi.ConversationOutput;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.Target;
import dev.holdfast.spi.WireProtocol;
import dev.holdfast.spi.WireSubscription;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * Throws each kind of exception once at each place where the client calls code of others, with each delivery, on a
 * connection of its own and on a shared one. Afterwards the client works, or the subscription has ended with a reason.
 */
class SeamTest {
    private static final List<Supplier<Throwable>> FAULTS = List.of(
            () -> new IllegalStateException("planted"),
            () -> new IOException("planted"), // Kotlin throws checked exceptions anywhere
            () -> new NoSuchMethodError("planted"),
            () -> new OutOfMemoryError("planted"),
            () -> new StackOverflowError("planted"),
            FaultyException::new);

    private static final List<String> DELIVERIES = List.of("background", "direct", "executor");

    /** The consequence of an exception. */
    private enum Effect {
        /** The connection ends. Another follows, except after a missing class. */
        LINK,
        /** The exception is reported, and the connection continues. */
        REPORT,
        /** The subscription ends. */
        END
    }

    private enum Seam {
        // the wire protocol
        SUPPORTS_RESUME(Effect.END),
        TARGET(Effect.LINK),
        NEW_CONVERSATION(Effect.LINK),
        OPENED(Effect.LINK),
        SUBSCRIBE(Effect.LINK),
        RECEIVED(Effect.LINK, 2),
        UNSUBSCRIBE(Effect.LINK),
        PUBLISH(Effect.LINK),
        PROBE(Effect.LINK),
        // the transport
        NEWCONNECTION(Effect.LINK),
        OPEN(Effect.LINK),
        READER(Effect.LINK),
        WRITER(Effect.LINK),
        FEED(Effect.LINK, 2),
        ENCODE(Effect.LINK),
        WRITE(Effect.LINK),
        ABANDON(Effect.LINK),
        // a task of the loop
        DRAW(Effect.LINK),
        // the app
        CREDENTIALS(Effect.LINK),
        LOAD(Effect.REPORT),
        SAVE(Effect.REPORT),
        EXECUTOR(Effect.END),
        /** The executor runs the task as well. */
        EXECUTOR_LATE(Effect.END),
        DECODE(Effect.REPORT, 2),
        KEY(Effect.REPORT, 2),
        KEY_HASH(Effect.LINK),
        ON_MESSAGE(Effect.REPORT, 2),
        ON_SUBSCRIBED(Effect.REPORT),
        CONNECTION_LISTENER(Effect.REPORT),
        MONITOR_CONNECTION(Effect.REPORT),
        MONITOR_SUBSCRIBED(Effect.REPORT),
        MONITOR_HANDLED(Effect.REPORT),
        MONITOR_ROUND_TRIP(Effect.REPORT);

        final Effect effect;
        /** The number of the call that throws. With 2, a message came before it. */
        final int call;

        Seam(Effect effect) {
            this(effect, 1);
        }

        Seam(Effect effect, int call) {
            this.effect = effect;
            this.call = call;
        }

        boolean isReached(boolean shared, String delivery) {
            return switch (this) {
                case UNSUBSCRIBE, PUBLISH, ENCODE, WRITE, MONITOR_ROUND_TRIP -> shared;
                default -> !isExecutor() || delivery.equals("executor");
            };
        }

        boolean isExecutor() {
            return this == EXECUTOR || this == EXECUTOR_LATE;
        }

        /** Returns the kind of the reason. An IOException of code that may do I/O counts as one of the network. */
        Kind kind(Throwable fault) {
            return switch (this) {
                case CREDENTIALS -> Kind.CREDENTIALS;
                case EXECUTOR, EXECUTOR_LATE -> Kind.SLOW_CONSUMER;
                // The first write of a shared link is that of its subscribe, for which the reading thread waits.
                case TARGET, NEWCONNECTION, OPEN, READER, WRITER, ENCODE, WRITE, KEY_HASH ->
                    fault instanceof IOException ? Kind.NETWORK : Kind.INTERNAL;
                default -> Kind.INTERNAL;
            };
        }
    }

    /** An exception whose own methods throw. */
    private static final class FaultyException extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message");
        }
    }

    /** One life of a client, with a fault at one seam. */
    private static final class Life {
        final Seam seam;
        final boolean shared;
        final Throwable fault;
        final Rig rig;
        final Recorder app = new Recorder();
        private boolean armed;
        private int calls;

        Life(Seam seam, boolean shared, String delivery, Throwable fault) {
            this.seam = seam;
            this.shared = shared;
            this.fault = fault;
            rig = new Rig(shared, new Faulty(this, shared ? new FakeProtocol() : Plain.create()), config -> {
                config.delivery = delivery.equals("direct")
                        ? Delivery.direct()
                        : delivery.equals("background") ? Delivery.background() : Delivery.on(this::execute);
                config.heartbeat = Heartbeat.every(Duration.ofSeconds(10));
                config.credentials = refused -> {
                    at(Seam.CREDENTIALS);
                    return CompletableFuture.completedFuture(Authorization.bearer("x"));
                };
                config.cursorStore = store();
                config.decoder = (message, type) -> {
                    at(Seam.DECODE);
                    return message.text();
                };
                config.monitors = List.of(monitor());
            });
            rig.net.called = method -> at(Seam.valueOf(method.toUpperCase(Locale.ROOT)));
            app.inMessage = () -> at(Seam.ON_MESSAGE);
            app.inSubscribed = () -> at(Seam.ON_SUBSCRIBED);
            rig.inDraw = () -> at(Seam.DRAW);
            rig.client.addConnectionListener(event -> at(Seam.CONNECTION_LISTENER));
        }

        /** Throws the fault if this is its place: once, but an executor that refuses keeps refusing. */
        void at(Seam here) {
            if (!armed || here != seam) return;
            calls++;
            if (calls == seam.call || seam.isExecutor()) SeamTest.<RuntimeException>sneak(fault);
        }

        private void execute(Runnable task) {
            at(Seam.EXECUTOR);
            Executor threads = rig.loop.workers();
            threads.execute(task);
            at(Seam.EXECUTOR_LATE);
        }

        private CursorStore store() {
            return new CursorStore() {
                @Override
                public @Nullable String load(String key) {
                    at(Seam.LOAD);
                    return null;
                }

                @Override
                public void save(String key, @Nullable String cursor) {
                    at(Seam.SAVE);
                }
            };
        }

        private Monitor monitor() {
            return new Monitor() {
                @Override
                public void onConnectionEvent(ConnectionEvent event) {
                    at(Seam.MONITOR_CONNECTION);
                }

                @Override
                public void onSubscribed(Subscription subscription, Continuity continuity) {
                    at(Seam.MONITOR_SUBSCRIBED);
                }

                @Override
                public void onHandled(Subscription subscription, long nanos) {
                    at(Seam.MONITOR_HANDLED);
                }

                @Override
                public void onRoundTrip(String connection, long nanos) {
                    at(Seam.MONITOR_ROUND_TRIP);
                }
            };
        }

        private SubscriptionOptions<String> options(String topic) {
            SubscriptionOptions<String> options = SubscriptionOptions.of(topic, String.class);
            if (seam != Seam.KEY && seam != Seam.KEY_HASH) return options;
            return options.withOverflow(Overflow.latest(message -> {
                at(Seam.KEY);
                return new Object() {
                    @Override
                    public int hashCode() {
                        at(Seam.KEY_HASH);
                        return 1;
                    }
                };
            }));
        }

        /** Lets the client connect, if it wants to. */
        private void settle() {
            rig.loop.run();
            for (int i = 0; i < 200 && !connected() && !ended(); i++) {
                if (rig.net.live() > 0) rig.accept();
                else rig.loop.advanceMillis(500);
            }
            assertThat(connected() || ended())
                    .as("%s", rig.client.diagnostics())
                    .isTrue();
        }

        private boolean connected() {
            return rig.client.state() == ConnectionState.CONNECTED;
        }

        private boolean ended() {
            return app.ended != null;
        }

        private void receive(String topic, String... texts) {
            rig.net
                    .last()
                    .texts(Arrays.stream(texts)
                            .map(text -> shared ? topic + ":" + text : text)
                            .toArray(String[]::new));
            rig.loop.run();
        }

        void run() {
            try {
                live();
            } catch (OutOfMemoryError e) { // JUnit would stop here
                throw new AssertionError("thrown to the test", e);
            }
        }

        private void live() {
            RealSubscription subscription = (RealSubscription) rig.client.subscribe(options("a"), app);
            armed = true; // the call above has checked the options
            List<CompletableFuture<?>> futures = new ArrayList<>();
            settle();
            if (!ended()) {
                receive("a", "1", "2");
                settle();
            }
            if (!ended() && shared) {
                futures.add(rig.client.publish("a", "p"));
                Subscription other = rig.client.subscribe("b", new Recorder());
                rig.loop.run();
                other.unsubscribe();
                settle();
            }
            if (!ended()) {
                rig.loop.advanceMillis(10_000); // a probe
                if (rig.net.last().pinged != null) rig.net.last().pong();
                settle();
            }
            for (int i = 0; i < 60 && connected() && !ended(); i++) rig.loop.advanceMillis(500); // the peer is dead
            settle();
            assertThat(calls).as("the seam was reached").isGreaterThanOrEqualTo(seam.call);
            armed = false;
            assertThat(rig.client.diagnostics().lines()).isNotEmpty();
            checkEffect();
            if (!ended()) {
                receive("a", "last");
                assertThat(app.events).contains("last");
                assertThat(app.events).filteredOn("last"::equals).hasSize(1);
            }
            checkWell();
            futures.add(rig.client.drain(Duration.ofSeconds(5)));
            rig.loop.advanceMillis(10_000);
            assertThat(futures).allMatch(CompletableFuture::isDone);
            assertThat(futures.get(futures.size() - 1).join()).as("drained").isEqualTo(true);
            subscription.unsubscribeAndWait();
            rig.net.returnLost();
            rig.loop.advanceMillis(30_000);
            assertThat(rig.loop.timers()).isZero();
            assertThat(rig.client.stats().openConnections()).isZero();
            assertThat(rig.client.diagnostics().lines()).noneMatch(line -> line.startsWith("connection: "));
        }

        private void checkEffect() {
            boolean missing = fault instanceof LinkageError;
            boolean ends =
                    seam.effect == Effect.END || (seam.effect == Effect.LINK && missing && seam != Seam.CREDENTIALS);
            assertThat(ended()).as("ended").isEqualTo(ends);
            if (seam.effect == Effect.REPORT) {
                assertThat(rig.net.connections)
                        .as("the dead peer's, and the one after it")
                        .hasSize(2);
                return;
            }
            CloseReason reason = ends
                    ? app.ended
                    : rig.connection.reasons.stream()
                            .filter(each -> each.cause() == fault)
                            .findFirst()
                            .orElseThrow();
            assertThat(reason.cause()).isSameAs(fault);
            assertThat(reason.kind()).isEqualTo(seam.kind(fault));
            assertThat(reason.retryable()).isEqualTo(!ends);
            // The message before the fault is delivered.
            if (seam.call == 2) assertThat(app.events).contains("1");
        }

        /** Checks that the client serves another subscription. */
        private void checkWell() {
            Recorder fresh = new Recorder();
            rig.client.subscribe(options("c"), fresh);
            for (int i = 0; i < 20 && fresh.events.isEmpty(); i++) {
                rig.loop.run();
                if (fresh.events.isEmpty() && rig.net.live() > 0 && (!connected() || !shared)) rig.accept();
            }
            receive("c", "hello");
            fresh.assertNext("FRESH", "hello");
        }
    }

    /** A wire protocol that can throw in each method. */
    private static final class Faulty extends ForwardingProtocol {
        private final Life life;

        Faulty(Life life, WireProtocol sound) {
            super(sound);
            this.life = life;
        }

        @Override
        public Target target(Target base, @Nullable WireSubscription wire) {
            life.at(Seam.TARGET);
            return super.target(base, wire);
        }

        @Override
        public boolean supportsResume() {
            life.at(Seam.SUPPORTS_RESUME);
            return super.supportsResume();
        }

        @Override
        public Conversation newConversation(ConversationOutput output) {
            life.at(Seam.NEW_CONVERSATION);
            return new FaultyConversation(life, super.newConversation(output));
        }
    }

    private static final class FaultyConversation extends ForwardingProtocol.ForwardingConversation {
        private final Life life;

        FaultyConversation(Life life, Conversation sound) {
            super(sound);
            this.life = life;
        }

        @Override
        public void opened(Function<String, @Nullable String> header) {
            life.at(Seam.OPENED);
            super.opened(header);
        }

        @Override
        public void received(Frame frame) throws CloseException {
            life.at(Seam.RECEIVED);
            super.received(frame);
        }

        @Override
        public void subscribe(List<WireSubscription> subscriptions) {
            life.at(Seam.SUBSCRIBE);
            super.subscribe(subscriptions);
        }

        @Override
        public void unsubscribe(WireSubscription subscription) {
            life.at(Seam.UNSUBSCRIBE);
            super.unsubscribe(subscription);
        }

        @Override
        public void publish(long command, String topic, String data) {
            life.at(Seam.PUBLISH);
            super.publish(command, topic, data);
        }

        @Override
        public boolean probe() {
            life.at(Seam.PROBE);
            return super.probe();
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable t) throws T {
        throw (T) t;
    }

    @TestFactory
    Stream<DynamicNode> aFaultAtAnySeamLeavesTheClientWell() {
        return Arrays.stream(Seam.values()).map(seam -> dynamicContainer(seam.name(), tests(seam)));
    }

    private static Stream<DynamicNode> tests(Seam seam) {
        List<DynamicNode> tests = new ArrayList<>();
        for (boolean shared : new boolean[] {false, true}) {
            for (String delivery : DELIVERIES) {
                if (!seam.isReached(shared, delivery)) continue;
                for (Supplier<Throwable> maker : FAULTS) {
                    Throwable fault = maker.get();
                    String name = fault.getClass().getSimpleName() + ", " + delivery + (shared ? ", shared" : "");
                    tests.add(dynamicTest(name, () -> {
                        // In a thread of its own: a wait that never ends is one of the faults.
                        assertTimeoutPreemptively(
                                Duration.ofSeconds(60), () -> new Life(seam, shared, delivery, fault).run());
                    }));
                }
            }
        }
        return tests.stream();
    }
}
