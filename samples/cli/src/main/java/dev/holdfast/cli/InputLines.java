package dev.holdfast.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/** A line reader of standard input. Returns each line once it is complete, and rejects input that is not UTF-8. */
final class InputLines {
    /** The limit on a line, above the message size limit of any server. */
    static final int MOST_BYTES = 16 << 20;

    private final InputStream in;
    private final byte[] buffer = new byte[8192];
    private int next;
    private int end;
    private int number;

    InputLines(InputStream in) {
        this.in = in;
    }

    /** Returns the number of the last line, starting at 1. */
    int number() {
        return number;
    }

    /** Waits for the next line and returns it without its line break, or null at the end of input. */
    @Nullable
    String next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        number++;
        while (fill()) {
            int begin = next;
            while (next < end && buffer[next] != '\n') next++;
            line.write(buffer, begin, next - begin);
            if (next < end) {
                next++;
                return text(line);
            }
            if (line.size() > MOST_BYTES) {
                throw Failure.usage("Line " + number + " is longer than 16 MiB: no server accepts such a message");
            }
        }
        return line.size() == 0 ? null : text(line);
    }

    private boolean fill() throws IOException {
        if (next < end) return true;
        next = 0;
        end = in.read(buffer, 0, buffer.length);
        return end > 0;
    }

    private String text(ByteArrayOutputStream line) {
        try {
            String text = UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(line.toByteArray()))
                    .toString();
            return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        } catch (CharacterCodingException e) {
            throw Failure.usage("Line " + number + " is not UTF-8: convert it first, for example with iconv");
        }
    }
}
