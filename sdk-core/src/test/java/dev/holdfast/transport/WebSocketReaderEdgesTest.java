package dev.holdfast.transport;

import static dev.holdfast.transport.Wire.deflate;
import static dev.holdfast.transport.Wire.frame;
import static dev.holdfast.transport.Wire.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.CloseException;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/** Tests that detect mutants of the reader that other tests missed, see docs/mutation.md. */
final class WebSocketReaderEdgesTest {
    @Test
    void itStopsBehindTheFrameThatItWasStoppedAt() throws CloseException {
        byte[] first = frame(0x81, "one");
        byte[] both = join(first, frame(0x82, "two"));
        WebSocketReader reader = new WebSocketReader(1000, null);
        SinkRecorder sink = new SinkRecorder(true);
        assertThat(reader.feed(both, 0, both.length, sink)).isEqualTo(first.length);
        assertThat(sink.events).containsExactly("text one 3");
        assertThat(reader.feed(both, first.length, both.length - first.length, sink))
                .isEqualTo(both.length - first.length);
        assertThat(sink.events).hasSize(2);
    }

    @Test
    void withoutCompressionThereIsNothingToGiveBack() throws CloseException {
        WebSocketReader reader = new WebSocketReader(1000, null);
        reader.release();
        SinkRecorder sink = new SinkRecorder(false);
        sink.feed(reader, frame(0x81, "still"), 100);
        assertThat(sink.events).containsExactly("text still 5");
    }

    @Test
    void whatCannotBeCompressedMayGrowALittleOnTheWire() throws CloseException {
        byte[] noise = new byte[64];
        new Random(7).nextBytes(noise);
        byte[] larger = deflate(new Deflater(Deflater.DEFAULT_COMPRESSION, true), noise);
        assertThat(larger.length).isGreaterThan(64);
        PerMessageDeflate agreed = PerMessageDeflate.accept(List.of("permessage-deflate"), true);
        SinkRecorder sink = new SinkRecorder(false);
        sink.feed(new WebSocketReader(64, agreed), frame(0xC2, larger), 1000);
        assertThat(sink.events).hasSize(1).first().asString().startsWith("binary ");
    }

    @Test
    void aLengthOfNothingInManyBytesIsNotOneWithTheTopBitSet() {
        byte[] header = Wire.bytes(0x82, 127, 0, 0, 0, 0, 0, 0, 0, 0);
        assertThatThrownBy(
                        () -> new WebSocketReader(1000, null).feed(header, 0, header.length, new SinkRecorder(false)))
                .hasMessageContaining("fewest bytes");
    }

    @Test
    void whatIsGivenBackRemembersNothing() throws CloseException {
        PerMessageDeflate agreed = PerMessageDeflate.accept(List.of("permessage-deflate"), true);
        WebSocketReader reader = new WebSocketReader(1000, agreed);
        SinkRecorder sink = new SinkRecorder(false);
        sink.feed(reader, frame(0xC1, Wire.bytes(0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00)), 100);
        reader.release();
        sink.feed(reader, frame(0xC1, Wire.bytes(0xF2, 0x00, 0x11, 0x00, 0x00)), 100); // refers back to the first
        assertThat(sink.events).containsExactly("text Hello 5", "error PROTOCOL 1007");
    }

    @Test
    void aLengthWithTheTopBitSetIsCalledThat() {
        byte[] header = Wire.bytes(0x82, 127, 0x80, 0, 0, 0, 0, 0, 0, 0);
        assertThatThrownBy(
                        () -> new WebSocketReader(1000, null).feed(header, 0, header.length, new SinkRecorder(false)))
                .hasMessageContaining("top bit");
    }

    @Test
    void whatWasNotOfferedIsRefusedAndWhatIsWrongIsNamed() {
        assertThatThrownBy(() -> PerMessageDeflate.accept(List.of("permessage-deflate"), false))
                .hasMessageContaining("'permessage-deflate', but the client offered none");
        assertThatThrownBy(() -> PerMessageDeflate.accept(List.of("permessage-deflate; server_max_window_bits"), true))
                .hasMessageContaining("'permessage-deflate; server_max_window_bits'");
        assertThatThrownBy(
                        () -> PerMessageDeflate.accept(List.of("permessage-deflate; server_max_window_bits=7"), true))
                .hasMessageContaining("server_max_window_bits=7");
        assertThatThrownBy(() -> PerMessageDeflate.accept(List.of("x\u001b[31m"), true))
                .hasMessageContaining("'x [31m'");
    }
}
