package dev.holdfast.transport;

import dev.holdfast.spi.FrameReader;
import dev.holdfast.spi.FrameWriter;
import org.jspecify.annotations.NullMarked;

/** Access for the benchmarks to package-private readers and writers, so that the SDK need not export them. */
@NullMarked
public final class Codecs {
    private static final int LIMIT = 1 << 20;

    private Codecs() {}

    public static FrameReader sseReader() {
        return new SseReader(LIMIT, false);
    }

    /** Creates a reader without compression. */
    public static FrameReader webSocketReader() {
        return new WebSocketReader(LIMIT, null);
    }

    /**
     * Creates a writer without compression. The mask key is constant, because key generation is not part of the
     * measurement.
     */
    public static FrameWriter webSocketWriter() {
        byte[] key = {0x12, 0x34, 0x56, 0x78};
        return new WebSocketWriter(() -> key, null);
    }
}
