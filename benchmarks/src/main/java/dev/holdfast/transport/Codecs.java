package dev.holdfast.transport;

import dev.holdfast.spi.FrameReader;
import dev.holdfast.spi.FrameWriter;
import org.jspecify.annotations.NullMarked;

/** Lets the benchmarks at readers and writers that are nobody else's business, so that the SDK need not open them. */
@NullMarked
public final class Codecs {
    private static final int LIMIT = 1 << 20;

    private Codecs() {}

    public static FrameReader sseReader() {
        return new SseReader(LIMIT);
    }

    /** Without compression. */
    public static FrameReader webSocketReader() {
        return new WebSocketReader(LIMIT, null);
    }

    /** Without compression. The mask key is always the same: how keys are made is not what is measured. */
    public static FrameWriter webSocketWriter() {
        byte[] key = {0x12, 0x34, 0x56, 0x78};
        return new WebSocketWriter(() -> key, null);
    }
}
