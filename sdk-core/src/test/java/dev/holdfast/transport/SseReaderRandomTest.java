package dev.holdfast.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Compares the reader with a slow implementation that follows WHATWG HTML section 9.2.6 line by line. */
class SseReaderRandomTest {
    private static final String[] WORDS = {
        "data",
        "data:",
        "data: ",
        "id",
        "id: ",
        "event",
        "event:",
        "event: ",
        "retry: ",
        "retry:",
        ":",
        " ",
        "x",
        "0",
        "12",
        "99999999",
        "00000000000000000000",
        "\n",
        "\n",
        "\n",
        "\r",
        "\r\n",
        "\n\n",
        "\r\r",
        "\r\n\r\n",
        "\0",
        "\t",
        "\u00C3\u00A9",
        "\u00E2\u0082\u00AC",
        "\u00F0\u009F\u0098\u0080",
        "\u00FF",
        "\u00E2\u0082",
        "\u0080",
        "\u00EF\u00BB\u00BF",
        "\u00EF",
        "\u00BB"
    };

    @Test
    void readsAsTheSpecificationDoes() throws Exception {
        Random random = new Random(20_000);
        for (int run = 0; run < 20_000; run++) {
            byte[] stream = stream(random);
            boolean comments = run % 2 == 1;
            List<String> expected = specification(stream, comments);
            for (int way = 0; way < 4; way++) {
                int[] cuts =
                        random.ints(way * 4L, 0, stream.length + 1).sorted().toArray();
                assertThat(FrameRecorder.read(new SseReader(1 << 20, comments), stream, way % 2 == 1, cuts))
                        .as("run %d, cuts %s, %s", run, cuts, new String(stream, StandardCharsets.ISO_8859_1))
                        .isEqualTo(expected);
            }
        }
    }

    private static byte[] stream(Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int words = random.nextInt(60);
        for (int i = 0; i < words; i++) {
            out.writeBytes(WORDS[random.nextInt(WORDS.length)].getBytes(StandardCharsets.ISO_8859_1));
        }
        return out.toByteArray();
    }

    static List<String> specification(byte[] stream, boolean comments) {
        List<String> events = new ArrayList<>();
        String text = new String(stream, StandardCharsets.UTF_8);
        if (text.startsWith("\uFEFF")) text = text.substring(1);
        String[] lines = text.split("\r\n|\n|\r", -1);
        String data = "";
        String type = "";
        String id = null;
        for (int i = 0; i < lines.length - 1; i++) { // Text after the last line end is not a line.
            String line = lines[i];
            if (line.isEmpty()) {
                String shown = type.isEmpty() ? null : type;
                if (!data.isEmpty()) events.add(FrameRecorder.text(shown, id, data.substring(0, data.length() - 1)));
                else if (shown != null || id != null) events.add(FrameRecorder.empty(shown, id));
                data = "";
                type = "";
                id = null;
                continue;
            }
            int colon = line.indexOf(':');
            String name = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1);
            if (value.startsWith(" ")) value = value.substring(1);
            if (name.isEmpty() && comments) events.add(FrameRecorder.comment(value));
            if (name.equals("data")) data += value + "\n";
            if (name.equals("event")) type = value;
            if (name.equals("id") && value.indexOf('\0') < 0) id = value;
            if (name.equals("retry") && value.matches("[0-9]{1,20}")) {
                BigInteger millis = new BigInteger(value);
                if (millis.compareTo(BigInteger.valueOf(86_400_000)) <= 0) {
                    events.add(FrameRecorder.retryOf(millis.longValue()));
                }
            }
        }
        return events;
    }
}
