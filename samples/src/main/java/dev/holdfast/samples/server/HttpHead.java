package dev.holdfast.samples.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The head of an HTTP/1.1 request, as far as the demo needs it.
 *
 * @param path the path without the query
 * @param headers the headers by lower-case name
 */
record HttpHead(String path, Map<String, String> headers) {
    private static final int MOST = 16 * 1024;

    /** Reads a head. Fails if the client disconnects or the head is invalid or too large. */
    static HttpHead read(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.length() < 4 || !text.substring(text.length() - 4).equals("\r\n\r\n")) {
            int b = in.read();
            if (b < 0 || text.length() == MOST) throw new IOException("not a valid request");
            text.append((char) b);
        }
        String[] lines = text.toString().split("\r\n", 0);
        String[] request = lines[0].split(" ", 3);
        if (request.length < 3) throw new IOException("not a valid request");
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon < 0) continue;
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).trim());
        }
        int query = request[1].indexOf('?');
        return new HttpHead(query < 0 ? request[1] : request[1].substring(0, query), headers);
    }

    @Nullable
    String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    /** Returns the bytes of a response head with these lines. */
    static byte[] answer(String... lines) {
        return (String.join("\r\n", lines) + "\r\n\r\n").getBytes(ISO_8859_1);
    }
}
