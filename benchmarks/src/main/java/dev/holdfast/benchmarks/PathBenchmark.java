package dev.holdfast.benchmarks;

import dev.holdfast.Delivery;
import dev.holdfast.Heartbeat;
import dev.holdfast.RealtimeClient;
import dev.holdfast.transport.Codecs;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A benchmark of the path from bytes to the listener, for each message of 120 bytes, without a network. {@link
 * MemoryTransport} replaces the socket. One invocation handles so many messages that waking the reading thread does not
 * matter.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PathBenchmark {
    private static final int BLOCK = 64;
    private static final int MESSAGES = BLOCK * 1024;

    /** The encoding of the bytes. */
    @Param({"sse", "websocket"})
    public String format = "";

    /** The number of messages in one read. */
    @Param({"1", "64"})
    public int messagesPerRead;

    /** The thread that runs the listener. */
    @Param({"direct", "background"})
    public String delivery = "";

    private final Semaphore done = new Semaphore(0);
    private final MemoryTransport.Feeder feeder = new MemoryTransport.Feeder();
    private @Nullable RealtimeClient client;
    private int received;
    private String last = "";

    static byte[] withoutChunks(int messages) {
        String chunk = new String(Feed.of(FeedKind.SSE_BLOCKS, messages).bytes(), StandardCharsets.ISO_8859_1);
        int head = chunk.indexOf("\r\n") + 2;
        return chunk.substring(head, chunk.length() - 2).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Setup(Level.Trial)
    public void connect() {
        boolean sse = format.equals("sse");
        byte[] bytes = sse
                ? withoutChunks(messagesPerRead)
                : Feed.of(FeedKind.WEBSOCKET, messagesPerRead).bytes();
        RealtimeClient made = RealtimeClient.builder("http://memory.invalid/")
                .transport(new MemoryTransport(feeder, bytes, sse ? Codecs::sseReader : Codecs::webSocketReader))
                .heartbeat(Heartbeat.off())
                .delivery(delivery.equals("direct") ? Delivery.direct() : Delivery.background())
                .build();
        made.subscribe(message -> received(message.text()));
        client = made;
    }

    private void received(String text) {
        if (++received % MESSAGES != 0) return;
        last = text;
        done.release();
    }

    /** Measures from the first read to the last call of the listener. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public String path() throws InterruptedException {
        feeder.allow(MESSAGES / messagesPerRead);
        done.acquire();
        return last;
    }

    @TearDown(Level.Trial)
    public void close() {
        if (client != null) client.close();
    }
}
