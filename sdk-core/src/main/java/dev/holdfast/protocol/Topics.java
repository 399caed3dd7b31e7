package dev.holdfast.protocol;

import java.nio.charset.StandardCharsets;

/** Functions that insert topics into URLs. */
final class Topics {
    private static final String PLAIN = "-._~!$&'()*+,;=:@/";

    private Topics() {}

    /**
     * Returns the URL of a topic below a base URL. A slash is added to the base path if it has none at its end, and the
     * query of the base stays. The topic is taken literally: characters that a path may not contain are
     * percent-encoded.
     *
     * @throws IllegalArgumentException if the topic starts with a slash, contains "." or ".." as a path segment, or
     *     contains half of a surrogate pair
     */
    static String resolve(String base, String topic) {
        if (topic.isEmpty()) return base;
        if (topic.startsWith("/")) {
            throw new IllegalArgumentException("The topic '" + topic + "' starts with a slash: remove it");
        }
        checkUnicode(topic);
        if (("/" + topic + "/").matches("(?s).*/\\.{1,2}/.*")) {
            throw new IllegalArgumentException(
                    "The topic '" + topic + "' contains . or .. as a path segment: remove it");
        }
        int query = base.indexOf('?');
        if (query < 0) query = base.length();
        String path = base.substring(0, query);
        return path + (path.endsWith("/") ? "" : "/") + encode(topic, PLAIN) + base.substring(query);
    }

    /** Adds a query parameter to a URL. */
    static String parameter(String url, String name, String value) {
        checkUnicode(value);
        return url + (url.indexOf('?') < 0 ? '?' : '&') + name + '=' + encode(value, "-._~");
    }

    /** Refuses half of a surrogate pair, which would become a question mark and thus another topic. */
    private static void checkUnicode(String topic) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(topic)) {
            throw new IllegalArgumentException("The topic contains half of a surrogate pair");
        }
    }

    private static String encode(String text, String plain) {
        StringBuilder out = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (letter || plain.indexOf(c) >= 0) out.append(c);
            else out.append(String.format("%%%02X", (int) c));
        }
        return out.toString();
    }
}
