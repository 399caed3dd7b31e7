package dev.holdfast.internal.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseReason;
import dev.holdfast.ConnectionEvent;
import dev.holdfast.fixtures.FakeLoop;
import dev.holdfast.fixtures.InMemoryConnection;
import dev.holdfast.fixtures.InMemoryTransport;
import dev.holdfast.fixtures.Recorder;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.internal.client.RealClient;
import dev.holdfast.internal.runtime.SharedRuntime;
import dev.holdfast.protocol.Plain;
import dev.holdfast.spi.Connection;
import dev.holdfast.spi.FrameReader;
import dev.holdfast.spi.FrameSink;
import dev.holdfast.spi.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pump over a socket with scripted reads: its buffer sizes, the bytes it passes on, and its end. */
class ReadPumpTest {
    private final FakeLoop loop = new FakeLoop();
    private final Socket socket = new Socket();
    private final InMemoryTransport transport = new InMemoryTransport("script", false) {
        @Override
        public Connection newConnection(Target target) {
            return socket;
        }
    };
    private final List<CloseReason> ends = new ArrayList<>();

    /** A socket that returns the scripted number of bytes per read, then the end of the stream. */
    private static final class Socket extends InMemoryConnection implements FrameReader {
        final ArrayDeque<Integer> script = new ArrayDeque<>();
        final List<Integer> asked = new ArrayList<>();
        final List<Integer> fed = new ArrayList<>();
        Runnable inRead = () -> {};
        IOException broken;
        boolean saysGoodbye;
        int most = Integer.MAX_VALUE;
        int opened;
        int released;

        @Override
        public void open() {
            opened++;
        }

        @Override
        public FrameReader reader() {
            return this;
        }

        @Override
        public int read(byte[] into) throws IOException {
            if (broken != null) throw broken;
            asked.add(into.length);
            inRead.run();
            return script.isEmpty() ? -1 : Math.min(script.remove(), into.length);
        }

        @Override
        public void release() {
            released++;
        }

        @Override
        public int feed(byte[] bytes, int offset, int length, FrameSink sink) {
            fed.add(length);
            if (saysGoodbye) sink.onClose(CloseReason.retryable(CloseReason.Kind.WEBSOCKET_CLOSE, "bye"));
            return Math.min(length, most);
        }

        @Override
        public CloseReason end() {
            return CloseReason.retryable(CloseReason.Kind.END_OF_STREAM, "end");
        }
    }

    private void pump(int... reads) {
        pump(loop.workers(), reads);
    }

    private RealClient pump(Executor workers, int... reads) {
        for (int read : reads) socket.script.add(read);
        SharedRuntime runtime = new SharedRuntime(loop, workers, () -> 1, "c");
        RealClient client =
                Rig.client(Rig.config("https://test.example", transport, Plain.create()), runtime, transport);
        client.addConnectionListener((ConnectionEvent event) -> {
            if (event.reason() != null) ends.add(event.reason());
        });
        client.subscribe("a", new Recorder());
        loop.run();
        return client;
    }

    @Test
    void aBusyConnectionEarnsALargerBuffer() {
        pump(1024, 4096, 16_384, 16_384, 5);
        assertThat(socket.asked).containsExactly(1024, 4096, 16_384, 16_384, 16_384, 16_384);
        assertThat(socket.fed).containsExactly(1024, 4096, 16_384, 16_384, 5);
        assertThat(ends).extracting(CloseReason::kind).containsExactly(CloseReason.Kind.END_OF_STREAM);
    }

    @Test
    void oneThatHasCalmedDownGivesItBack() {
        int[] reads = new int[200];
        Arrays.fill(reads, 1023);
        reads[0] = reads[100] = 1024;
        reads[1] = 4096;
        pump(reads);
        assertThat(socket.asked.subList(0, 3)).containsExactly(1024, 4096, 16_384);
        assertThat(socket.asked.subList(2, 2 + 64)).containsOnly(16_384);
        assertThat(socket.asked.subList(2 + 64, 101)).containsOnly(1024);
        assertThat(socket.asked.subList(101, 101 + 64)).containsOnly(4096);
        assertThat(socket.asked.subList(101 + 64, 201)).containsOnly(1024);
    }

    /** No refused task strands the client: not the dial, not the reader, and none after them. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void threadsThatCannotBeHadForAWhileStopNothingForGood(int refusals) {
        for (int first = 1; first <= 12; first++) {
            int from = first;
            AtomicInteger given = new AtomicInteger();
            List<Runnable> refused = new ArrayList<>();
            ends.clear();
            socket.fed.clear();
            socket.opened = 0;
            socket.released = 0;
            RealClient client = pump(
                    task -> {
                        int number = given.incrementAndGet();
                        if (number >= from && number < from + refusals) {
                            refused.add(task);
                            throw new OutOfMemoryError("unable to create native thread");
                        }
                        loop.execute(task);
                    },
                    10);
            loop.advance(Duration.ofMinutes(2));
            String when = "refused from task " + first + ": " + refused;
            assertThat(refused).as(when).isNotEmpty();
            assertThat(socket.fed).as(when).containsExactly(10);
            assertThat(socket.opened).as(when).isGreaterThan(1);
            assertThat(socket.released).as(when).isEqualTo(socket.opened);
            client.close();
            loop.advance(Duration.ofMinutes(2));
            assertThat(client.stats().subscriptions()).isZero();
            assertThat(loop.timers()).isZero();
        }
    }

    @Test
    void aReaderThatGetsNoThreadEndsItsLinkOnly() {
        AtomicBoolean once = new AtomicBoolean();
        pump(
                task -> {
                    boolean reader = socket.opened == 1 && socket.asked.isEmpty();
                    if (reader && once.compareAndSet(false, true)) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    loop.execute(task);
                },
                10);
        assertThat(once).isTrue();
        assertThat(socket.opened).isEqualTo(1);
        assertThat(ends).extracting(CloseReason::retryable).containsExactly(true);
        loop.advance(Duration.ofMinutes(1));
        assertThat(socket.fed).containsExactly(10);
    }

    @Test
    void aQuietOneKeepsItsSmallBuffer() {
        pump(1023, 1, 500);
        assertThat(socket.asked).containsOnly(1024);
        assertThat(socket.fed).containsExactly(1023, 1, 500);
    }

    @Test
    void nothingIsReadBehindAGoodbye() {
        socket.saysGoodbye = true;
        pump(10, 10);
        assertThat(socket.fed).containsExactly(10);
        assertThat(ends).extracting(CloseReason::text).containsExactly("bye");
    }

    @Test
    void aReadOfNothingIsNotTheEnd() {
        pump(0, 5);
        assertThat(socket.asked).hasSize(3);
        assertThat(ends).extracting(CloseReason::kind).containsExactly(CloseReason.Kind.END_OF_STREAM);
    }

    @Test
    void silenceWhileItReadsIsThePeers() {
        socket.inRead = () -> {
            socket.inRead = () -> {};
            loop.advance(Duration.ofMinutes(2));
        };
        pump();
        assertThat(ends).extracting(CloseReason::kind).first().isEqualTo(CloseReason.Kind.HEARTBEAT);
    }

    @Test
    void whatTheReaderLeftIsFedAgainUnlessTheServerSaidGoodbye() {
        socket.most = 4;
        pump(10);
        assertThat(socket.fed).containsExactly(10, 6, 2);
        socket.fed.clear();
        socket.saysGoodbye = true;
        pump(10);
        assertThat(socket.fed).containsExactly(10);
    }

    @Test
    void aReadThatFailsIsTheReason() {
        socket.broken = new IOException("reset by peer");
        pump(10);
        assertThat(socket.fed).isEmpty();
        assertThat(ends).extracting(CloseReason::kind).containsExactly(CloseReason.Kind.NETWORK);
    }
}
