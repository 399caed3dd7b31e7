package dev.holdfast.desktop.model;

/**
 * A numeric field of a topic's messages.
 *
 * @param path the names that lead to it, with dots and indices, such as {@code user.scores[0]}; empty where the payload
 *     itself is a number
 */
public record Field(String topic, String path) implements Comparable<Field> {
    @Override
    public int compareTo(Field other) {
        int byTopic = topic.compareTo(other.topic);
        return byTopic != 0 ? byTopic : path.compareTo(other.path);
    }

    /** For people. */
    @Override
    public String toString() {
        if (topic.isEmpty()) return path.isEmpty() ? "value" : path;
        return path.isEmpty() ? topic : topic + " · " + path;
    }
}
