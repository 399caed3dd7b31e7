package dev.holdfast.desktop.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The URL, protocol, topics and credentials of a feed. Token and headers are used only for the connection and never
 * appear in a text or file.
 *
 * @param url {@code ws}, {@code wss}, {@code http} or {@code https}
 * @param topics the initial topics; the empty topic is the feed at the URL itself
 * @param token a bearer token, empty for none
 */
public record Endpoint(String url, Protocol protocol, List<String> topics, Map<String, String> headers, String token) {
    /** The wire protocol. */
    public enum Protocol {
        PLAIN("plain"),
        HOLDFAST_JSON("holdfast-json");

        private final String word;

        Protocol(String word) {
            this.word = word;
        }

        /**
         * Returns the protocol with a name.
         *
         * @throws IllegalArgumentException with a message for the user
         */
        public static Protocol of(String word) {
            for (Protocol protocol : values()) {
                if (protocol.word.equals(word)) return protocol;
            }
            throw new IllegalArgumentException("Unknown protocol " + word + ": use plain or holdfast-json.");
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
     * Rejects an endpoint that cannot work, with a message for the window.
     *
     * @throws IllegalArgumentException with a message without secrets
     */
    public void check() {
        int scheme = url.indexOf("://");
        String authority = scheme < 0 ? "" : url.substring(scheme + 3).split("[/?#]", 2)[0];
        if (authority.indexOf('@') >= 0) {
            throw new IllegalArgumentException(
                    "The URL contains a user or password: remove them, and use Headers (Ctrl+Shift+H) instead.");
        }
        if (!token.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new IllegalArgumentException(
                    "The token contains spaces, control or non-ASCII characters, which are not allowed in a header.");
        }
    }

    /** Returns the URL and protocol, without secrets. */
    @Override
    public String toString() {
        return SafeUrl.of(url) + " (" + protocol + ")";
    }
}
