package dev.holdfast.protocol;

import java.nio.charset.StandardCharsets;

/** Puts topics into URLs. */
final class Topics {
    private static final String PLAIN = "-._~!$&'()*+,;=:@/";

    private Topics() {}

    /**
     * The URL of a topic below a base, whose path counts as ending in a slash and whose query stays. The topic is a path
     * taken literally: what a path may not hold is percent-encoded.
     */
    static String resolve(String base, String topic) {
        if (topic.isEmpty()) return base;
        if (topic.startsWith("/")) {
            throw new IllegalArgumentException("The topic '" + topic + "' begins with a slash: topics are relative to "
                    + "the client's URL, leave it out");
        }
        checkUnicode(topic);
        for (String segment : topic.split("/", -1)) {
            if (segment.equals(".") || segment.equals("..")) {
                throw new IllegalArgumentException(
                        "The topic '" + topic + "' has a '" + segment + "' in it and could leave the client's URL");
            }
        }
        int query = base.indexOf('?');
        String path = query < 0 ? base : base.substring(0, query);
        String rest = query < 0 ? "" : base.substring(query);
        return path + (path.endsWith("/") ? "" : "/") + encode(topic, PLAIN) + rest;
    }

    /** Adds a query parameter to a URL. */
    static String parameter(String url, String name, String value) {
        checkUnicode(value);
        return url + (url.indexOf('?') < 0 ? '?' : '&') + name + '=' + encode(value, "-._~");
    }

    /** Half a surrogate pair would become a question mark, and so another topic. */
    private static void checkUnicode(String topic) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(topic)) {
            throw new IllegalArgumentException("The topic has half of a surrogate pair in it: give whole characters");
        }
    }

    private static String encode(String text, String plain) {
        StringBuilder out = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (letter || plain.indexOf(c) >= 0) out.append(c);
            else out.append('%').append(hex(c >> 4)).append(hex(c & 15));
        }
        return out.toString();
    }

    private static char hex(int digit) {
        return "0123456789ABCDEF".charAt(digit);
    }
}
