package dev.holdfast.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.CloseException;
import dev.holdfast.spi.FrameReader;
import dev.holdfast.spi.FrameWriter;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Supplier;
import java.util.zip.Deflater;

/** The readers and writers of real connections, for tests outside this package. */
public final class TestCodecs {
    private static final int LIMIT = 1 << 20;
    private static final int FIN_RSV1_TEXT = 0xC1;

    private TestCodecs() {}

    /** Returns a reader of event streams. */
    public static FrameReader sseReader() {
        return new SseReader(LIMIT, false);
    }

    /** Returns a reader of WebSockets without compression. */
    public static FrameReader webSocketReader() {
        return new WebSocketReader(LIMIT, null);
    }

    /** Returns a reader that accepts compressed messages. {@link #release(FrameReader)} gives its native memory back. */
    public static FrameReader inflatingReader() {
        return new WebSocketReader(LIMIT, deflate());
    }

    /** Returns a writer of WebSockets without compression. */
    public static FrameWriter webSocketWriter(Supplier<byte[]> maskKeys) {
        return new WebSocketWriter(maskKeys, null);
    }

    /** Returns a writer that compresses. {@link #release(FrameWriter)} gives its native memory back. */
    public static FrameWriter deflatingWriter(Supplier<byte[]> maskKeys) {
        return new WebSocketWriter(maskKeys, deflate());
    }

    /** Gives native memory back. */
    public static void release(FrameReader reader) {
        ((WebSocketReader) reader).release();
    }

    /** Gives native memory back. */
    public static void release(FrameWriter writer) {
        ((WebSocketWriter) writer).release();
    }

    /** Returns compressed text frames (RFC 7692 section 7.2.1). Earlier messages are in the window of later ones. */
    public static byte[] deflatedFrames(List<String> texts) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            ByteArrayOutputStream frames = new ByteArrayOutputStream();
            for (String text : texts) {
                frames.writeBytes(Wire.frame(FIN_RSV1_TEXT, Wire.deflate(deflater, text.getBytes(UTF_8))));
            }
            return frames.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static PerMessageDeflate deflate() {
        try {
            return PerMessageDeflate.accept(List.of("permessage-deflate"), true);
        } catch (CloseException e) {
            throw new AssertionError(e);
        }
    }
}
