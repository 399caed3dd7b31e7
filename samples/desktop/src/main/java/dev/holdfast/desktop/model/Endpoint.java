package dev.holdfast.desktop.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where to connect and how. The token and the headers are for the connection only: they are in no text and in no file.
 *
 * @param url {@code ws}, {@code wss}, {@code http} or {@code https}
 * @param topics what to subscribe to at first; the empty topic is the feed at the URL itself
 * @param token a bearer token, empty for none
 */
public record Endpoint(String url, Protocol protocol, List<String> topics, Map<String, String> headers, String token) {
    /** How topics and messages are written. */
    public enum Protocol {
        PLAIN("plain"),
        HOLDFAST_JSON("holdfast-json");

        private final String word;

        Protocol(String word) {
            this.word = word;
        }

        /**
         * The protocol of that name.
         *
         * @throws IllegalArgumentException with a sentence for people
         */
        public static Protocol of(String word) {
            for (Protocol protocol : values()) {
                if (protocol.word.equals(word)) return protocol;
            }
            throw new IllegalArgumentException("There is no protocol " + word + ": plain or holdfast-json.");
        }

        @Override
        public String toString() {
            return word;
        }
    }

    public Endpoint {
        topics = List.copyOf(topics);
        headers = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /**
     * Refuses what could never be connected with, in words for who sees a window.
     *
     * @throws IllegalArgumentException with a sentence that has no secret in it
     */
    public void check() {
        int scheme = url.indexOf("://");
        String authority = scheme < 0 ? "" : url.substring(scheme + 3).split("[/?#]", 2)[0];
        if (authority.indexOf('@') >= 0) {
            throw new IllegalArgumentException(
                    "The URL has a user or password in it: take them out, and give them under Headers (Ctrl+Shift+H).");
        }
        if (!token.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new IllegalArgumentException(
                    "The token has blanks, control characters or letters beyond ASCII in it: no header can hold them.");
        }
    }

    /** The URL alone. */
    @Override
    public String toString() {
        return SafeUrl.of(url) + " (" + protocol + ")";
    }
}
