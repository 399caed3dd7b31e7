package dev.holdfast.allocation;

import dev.holdfast.spi.Frame;
import dev.holdfast.spi.FrameReader;
import dev.holdfast.spi.FrameWriter;
import dev.holdfast.spi.GrowableBytes;
import dev.holdfast.transport.TestCodecs;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The cases of readers and writers, from bytes to frames and back. */
final class CodecCases {
    /** The size of a read that ends within almost every message. */
    private static final int CUT_BYTES = 100;

    private static final int LARGE_PAYLOADS = 4;
    private static final int OUT_BYTES = 64 * 1024;

    private CodecCases() {}

    /** Returns the cases. A reader's sink and a writer's source of mask keys run {@code plant} for each message. */
    static List<MeasuredCase> all(Runnable plant) {
        List<MeasuredCase> cases = new ArrayList<>();
        byte[] events = MeasuredMessages.events();
        byte[] frames = MeasuredMessages.frames();
        cases.add(new MeasuredCase("SSE reader", m -> read(m, TestCodecs.sseReader(), events, events.length, plant)));
        cases.add(new MeasuredCase(
                "SSE reader, events cut", m -> read(m, TestCodecs.sseReader(), events, CUT_BYTES, plant)));
        cases.add(new MeasuredCase(
                "WebSocket reader", m -> read(m, TestCodecs.webSocketReader(), frames, frames.length, plant)));
        cases.add(new MeasuredCase(
                "WebSocket reader, messages cut",
                m -> read(m, TestCodecs.webSocketReader(), frames, CUT_BYTES, plant)));
        cases.add(new MeasuredCase("WebSocket reader, permessage-deflate", m -> inflate(m, plant)));
        cases.add(new MeasuredCase(
                "WebSocket writer", m -> write(m, TestCodecs.webSocketWriter(maskKeys(plant)), payloads(1))));
        cases.add(new MeasuredCase("WebSocket writer, permessage-deflate", m -> deflate(m, plant)));
        return cases;
    }

    private static void read(Meter meter, FrameReader reader, byte[] block, int piece, Runnable plant)
            throws Exception {
        CountingSink sink = new CountingSink(plant);
        while (meter.next()) {
            for (int at = 0; at < block.length; at += piece) {
                reader.feed(block, at, Math.min(piece, block.length - at), sink);
            }
        }
        sink.assertReceived(meter.messages());
    }

    private static void inflate(Meter meter, Runnable plant) throws Exception {
        byte[] block = TestCodecs.deflatedFrames(payloads(1));
        FrameReader reader = TestCodecs.inflatingReader();
        try {
            read(meter, reader, block, block.length, plant);
        } finally {
            TestCodecs.release(reader);
        }
    }

    /** The writer does not compress short messages, so these are longer. */
    private static void deflate(Meter meter, Runnable plant) {
        FrameWriter writer = TestCodecs.deflatingWriter(maskKeys(plant));
        try {
            write(meter, writer, payloads(LARGE_PAYLOADS));
        } finally {
            TestCodecs.release(writer);
        }
    }

    private static void write(Meter meter, FrameWriter writer, List<String> texts) {
        Frame[] frames = texts.stream().map(Frame::text).toArray(Frame[]::new);
        GrowableBytes out = new GrowableBytes(OUT_BYTES);
        while (meter.next()) {
            out.clear(OUT_BYTES);
            for (int i = 0; i < frames.length; i++) writer.message(frames[i], out);
            if (out.size() == 0) throw new AssertionError("nothing written");
        }
    }

    /** Returns a source that always returns the same array: how keys are made is not measured. */
    static Supplier<byte[]> maskKeys(Runnable plant) {
        byte[] key = {0x12, 0x34, 0x56, 0x78};
        return () -> {
            plant.run();
            return key;
        };
    }

    private static List<String> payloads(int times) {
        List<String> payloads = new ArrayList<>();
        for (int i = 0; i < Meter.BLOCK; i++)
            payloads.add(MeasuredMessages.payload(i).repeat(times));
        return payloads;
    }
}
