package dev.holdfast.internal.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.CloseReason.Kind;
import dev.holdfast.ConnectionState;
import dev.holdfast.Receipt;
import dev.holdfast.fixtures.FakeProtocol;
import dev.holdfast.fixtures.FakeTransport.FakeConnection;
import dev.holdfast.fixtures.Recorder;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.internal.delivery.RealSubscription;
import dev.holdfast.spi.Conversation;
import dev.holdfast.spi.ConversationOutput;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.Transport;
import dev.holdfast.spi.WireProtocol;
import dev.holdfast.spi.WireSubscription;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Each call of a protocol to its output. */
class InboundHandlerTest {
    private static final CloseReason FATAL = CloseReason.fatal(Kind.PROTOCOL, "no such thing");
    private static final int MOST = 256 * 1024;
    private static final int TASK = 64;

    private final Recorder app = new Recorder();

    /** A protocol whose reaction to each subscribe and each frame is set by the test. */
    private static final class Puppet implements WireProtocol {
        final Binding binding;
        Consumer<WireSubscription> inSubscribe = wire -> {};
        Consumer<Frame> inFrame = frame -> {};
        final List<String> frames = new ArrayList<>();
        ConversationOutput output;

        Puppet(Binding binding) {
            this.binding = binding;
        }

        @Override
        public String name() {
            return "puppet";
        }

        @Override
        public Binding binding(Transport transport) {
            return binding;
        }

        @Override
        public boolean supportsResume() {
            return true;
        }

        @Override
        public boolean supportsPublish() {
            return true;
        }

        @Override
        public String encode(Object data) {
            return String.valueOf(data);
        }

        @Override
        public Conversation newConversation(ConversationOutput out) {
            output = out;
            return new Conversation() {
                @Override
                public void opened(Function<String, String> header) {
                    out.ready();
                }

                @Override
                public void subscribe(List<WireSubscription> routes) {
                    routes.forEach(inSubscribe);
                }

                @Override
                public void publish(long command, String topic, String data) {}

                @Override
                public void received(Frame frame) throws CloseException {
                    frames.add(frame.text());
                    inFrame.accept(frame);
                }
            };
        }
    }

    private final Puppet puppet = new Puppet(WireProtocol.Binding.MULTIPLEXED);
    private final Rig rig = new Rig(true, puppet, config -> {});

    private static CloseReason failure(CompletableFuture<?> future) {
        assertThat(future).isCompletedExceptionally();
        return ((CloseException) future.handle((v, t) -> t).join()).reason();
    }

    /** Feeds one frame on a pump thread. Returns true if the pump then waits for the loop. */
    private boolean waits(FakeConnection connection, Runnable words) throws InterruptedException {
        puppet.inFrame = frame -> words.run();
        Thread pump = new Thread(() -> connection.text("words"));
        pump.start();
        while (pump.getState() != Thread.State.WAITING && pump.getState() != Thread.State.TERMINATED) {
            Thread.onSpinWait();
        }
        boolean waits = pump.getState() == Thread.State.WAITING;
        rig.loop.run();
        pump.join();
        rig.loop.run();
        return waits;
    }

    @Test
    void thePumpWaitsForTheLoopOnceItHasHandedItEnough() throws InterruptedException {
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        String all = "x".repeat(MOST - TASK);
        List<Consumer<String>> words = List.of(
                text -> puppet.output.reply(9, text),
                text -> puppet.output.receipt(9, text),
                text -> puppet.output.refused(9, CloseReason.fatal(Kind.SERVER, text)));
        assertThat(waits(connection, () -> puppet.output.reply(9, all + all))).isTrue(); // the count restarts here
        for (Consumer<String> word : words) {
            assertThat(waits(connection, () -> word.accept(all))).isFalse();
            assertThat(waits(connection, () -> puppet.output.receipt(9, null))).isTrue();
            assertThat(waits(connection, () -> word.accept(all + "x"))).isTrue();
        }
        assertThat(rig.client.state()).isEqualTo(ConnectionState.CONNECTED);
    }

    @Test
    void aMessageBehindTheGreetingFindsItsSubscription() {
        FakeProtocol protocol = new FakeProtocol();
        protocol.readyAtOnce = false;
        Rig late = new Rig(true, protocol, config -> {});
        late.subscribe("a", app);
        FakeConnection connection = late.accept();
        connection.text("ready");
        connection.text("a:snapshot");
        late.loop.run();
        app.assertNext("FRESH", "snapshot");
    }

    @Test
    void whatTheServerRefusesFailsWithItsReason() {
        CompletableFuture<Receipt> receipt = rig.client.publish("t", "x");
        rig.loop.run();
        FakeConnection connection = rig.accept();
        puppet.inFrame = frame -> puppet.output.refused(1, FATAL);
        connection.text("no");
        rig.loop.run();
        assertThat(failure(receipt)).isEqualTo(FATAL);
    }

    @Test
    void nothingIsReadBehindAFrameThatIsWrong() {
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        puppet.inFrame = frame -> {
            throw new IllegalStateException("wrong");
        };
        connection.texts("wrong", "after");
        rig.loop.run();
        assertThat(puppet.frames).containsExactly("wrong");
        assertThat(rig.client.state()).isEqualTo(ConnectionState.RECONNECTING);
    }

    @Test
    void aProtocolMayCloseTheLinkOutsideAFrame() {
        puppet.inSubscribe = wire -> puppet.output.close(FATAL);
        rig.subscribe("a", app);
        rig.accept();
        app.assertNext("ended PROTOCOL");
        assertThat(rig.client.state()).isEqualTo(ConnectionState.CLOSED);
    }

    @Test
    void whatCameBeforeAWordToTheLoopIsInItsMailboxBeforeTheLoopHearsIt() {
        RealSubscription a = rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        List<Runnable> words = List.of(
                () -> puppet.output.receipt(9, null),
                () -> puppet.output.ended(a.wire, FATAL),
                () -> puppet.output.close(FATAL));
        long received = 0;
        for (Runnable word : words) {
            long[] seen = new long[1];
            puppet.inFrame = frame -> {
                puppet.output.message(a.wire, null, null, "before", 6);
                rig.loop.meanwhile = () -> seen[0] = a.stats().received();
                word.run();
            };
            connection.text("words");
            assertThat(seen[0]).isEqualTo(++received);
        }
    }

    @Test
    void aProtocolsExceptionIsNamedWithoutItsMessageWhichMayQuoteAPayload() {
        rig.subscribe("a", app);
        FakeConnection connection = rig.accept();
        puppet.inFrame = frame -> {
            throw new IllegalStateException("not a number: " + frame.text());
        };
        connection.text("4111");
        rig.loop.run();
        assertThat(rig.client.diagnostics().toString())
                .contains("INTERNAL: java.lang.IllegalStateException at "
                        + getClass().getName())
                .doesNotContain("4111");
    }

    @Test
    void whatCannotBeSentSaysSo() {
        Puppet silent = new Puppet(WireProtocol.Binding.DEDICATED);
        silent.inSubscribe = wire -> silent.output.send(Frame.text("hello"));
        Rig receiving = new Rig(false, silent, config -> {});
        receiving.subscribe("a", app);
        receiving.accept();
        assertThat(receiving.client.diagnostics().toString())
                .contains("The transport cannot send: use a WebSocket URL");
    }
}
