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

    /** The URL alone. */
    @Override
    public String toString() {
        return SafeUrl.of(url) + " (" + protocol + ")";
    }
}
