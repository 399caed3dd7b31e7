package dev.holdfast.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class Utf8CheckTest {
    private final CharsetDecoder strict = UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final CharBuffer chars = CharBuffer.allocate(32);
    private final Utf8Check check = new Utf8Check();

    @Test
    void oneTwoAndThreeBytesAreJudgedAsTheStrictDecoderDoes() {
        for (int length = 1; length <= 3; length++) {
            byte[] bytes = new byte[length];
            for (int value = 0; value < 1 << (8 * length); value++) {
                for (int i = 0; i < length; i++) bytes[i] = (byte) (value >> (8 * i));
                same(bytes);
            }
        }
    }

    @Test
    void fourBytesAreJudgedAsTheStrictDecoderDoes() {
        Random random = new Random(4);
        byte[] bytes = new byte[4];
        for (int lead = 0xE8; lead <= 0xFF; lead++) {
            for (int second = 0x70; second <= 0xCF; second++) {
                for (int sample = 0; sample < 100; sample++) {
                    bytes[0] = (byte) lead;
                    bytes[1] = (byte) second;
                    bytes[2] = (byte) (0x78 + random.nextInt(0x50));
                    bytes[3] = (byte) (0x78 + random.nextInt(0x50));
                    same(bytes);
                }
            }
        }
    }

    @Test
    void longerTextsAreJudgedAsTheStrictDecoderDoes() {
        Random random = new Random(5);
        for (int sample = 0; sample < 100_000; sample++) {
            byte[] bytes =
                    "Grüße aus Zürich, 東京 und 🚀!".substring(random.nextInt(20)).getBytes(UTF_8);
            if (random.nextBoolean()) bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            bytes = Arrays.copyOf(bytes, Math.min(bytes.length, 24));
            same(bytes);
        }
    }

    @Test
    void theFirstBadByteFails() {
        String[] bad = {
            "80", "c0", "c1", "f5", "ff", "e080", "e09f", "eda0", "f08f", "f490", "c241", "e18041", "f1808041"
        };
        for (String hex : bad) {
            byte[] bytes = HexFormat.of().parseHex(hex);
            check.reset();
            for (int i = 0; i < bytes.length; i++) {
                assertThat(check.accept(bytes, i, 1)).as(hex + " at " + i).isEqualTo(i < bytes.length - 1);
            }
        }
    }

    private void same(byte[] bytes) {
        strict.reset();
        chars.clear();
        boolean valid = !strict.decode(ByteBuffer.wrap(bytes), chars, true).isError()
                && !strict.flush(chars).isError();
        check.reset();
        boolean atOnce = check.accept(bytes, 0, bytes.length) && check.complete();
        check.reset();
        boolean piecewise = true;
        for (int i = 0; piecewise && i < bytes.length; i++) piecewise = check.accept(bytes, i, 1);
        piecewise = piecewise && check.complete();
        if (atOnce != valid || piecewise != valid) {
            throw new AssertionError(HexFormat.of().formatHex(bytes) + " is valid: " + valid);
        }
    }
}
