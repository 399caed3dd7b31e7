package dev.holdfast.benchmarks;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.FrameReader;
import dev.holdfast.spi.FrameSink;
import dev.holdfast.spi.FrameWriter;
import dev.holdfast.spi.GrowableBytes;
import dev.holdfast.transport.Codecs;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** A benchmark of decoding and encoding frames, for each message of 120 bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class CodecBenchmark {
    private static final int MESSAGES = 64;

    private final FrameReader sse = Codecs.sseReader();
    private final FrameReader webSocket = Codecs.webSocketReader();
    private final FrameWriter writer = Codecs.webSocketWriter();
    private final byte[] events = PathBenchmark.withoutChunks(MESSAGES);
    private final byte[] frames = Feed.of(FeedKind.WEBSOCKET, MESSAGES).bytes();
    private final Frame outgoing = Frame.text("x".repeat(Feed.PAYLOAD_BYTES));
    private final GrowableBytes out = new GrowableBytes(64 * 1024);

    /** Decodes an event stream, 64 events at a time. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void sseReader(Blackhole blackhole) throws CloseException {
        sse.feed(events, 0, events.length, new Consumer(blackhole));
    }

    /** Decodes an event stream in pieces of 100 bytes, so that every event is split. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void sseReaderCut(Blackhole blackhole) throws CloseException {
        Consumer consumer = new Consumer(blackhole);
        for (int at = 0; at < events.length; at += 100) {
            sse.feed(events, at, Math.min(100, events.length - at), consumer);
        }
    }

    /** Decodes WebSocket text frames, 64 at a time. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void webSocketReader(Blackhole blackhole) throws CloseException {
        webSocket.feed(frames, 0, frames.length, new Consumer(blackhole));
    }

    /** Encodes text into masked WebSocket frames. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public GrowableBytes webSocketWriter() {
        out.clear(64 * 1024);
        for (int i = 0; i < MESSAGES; i++) writer.message(outgoing, out);
        return out;
    }

    private record Consumer(Blackhole blackhole) implements FrameSink {
        @Override
        public boolean onFrame(Frame frame) {
            blackhole.consume(frame.text());
            blackhole.consume(frame.id());
            return true;
        }

        @Override
        public void onPing(byte[] payload) {}

        @Override
        public void onPong(byte[] payload) {}

        @Override
        public void onRetry(long millis) {}

        @Override
        public void onClose(CloseReason reason) {}
    }
}
