package dev.holdfast.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineEndsTest {
    private static final int LENGTH = 90;

    private final LineEnds lineEnds = new LineEnds();

    @Test
    void findsWhatLookingAtEachByteFinds() {
        Random random = new Random(7);
        // Bytes near the bound, line ends, bytes with the top bit set, and plain text.
        byte[] kinds = {0, 9, 10, 11, 12, 13, 14, 15, -128, -1, -114, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'};
        for (int round = 0; round < 2000; round++) {
            byte[] bytes = new byte[LENGTH];
            boolean dense = random.nextBoolean();
            for (int i = 0; i < LENGTH; i++)
                bytes[i] = dense || random.nextInt(30) == 0 ? any(kinds, random) : (byte) 'x';
            int from = random.nextInt(LENGTH);
            int end = from + random.nextInt(LENGTH - from + 1);
            assertThat(lineEnds.next(bytes, from, end)).isEqualTo(byByte(bytes, from, end));
        }
    }

    @Test
    void anArrayThatChangesIsReadAnew() {
        byte[] bytes = "0123456789abcdef\n".getBytes(StandardCharsets.US_ASCII);
        assertThat(lineEnds.next(bytes, 0, bytes.length)).isEqualTo(16);
        bytes[3] = '\r';
        assertThat(lineEnds.next(bytes, 0, bytes.length)).isEqualTo(3);
        assertThat(lineEnds.next(new byte[] {'\n'}, 0, 1)).isZero();
    }

    private static byte any(byte[] kinds, Random random) {
        return kinds[random.nextInt(kinds.length)];
    }

    private static int byByte(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] != '\n' && bytes[at] != '\r') at++;
        return at;
    }
}
