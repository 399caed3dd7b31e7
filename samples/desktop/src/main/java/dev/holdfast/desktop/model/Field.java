package dev.holdfast.desktop.model;

/**
 * A numeric field of a topic's messages.
 *
 * @param path the path with dots and indices, such as {@code user.scores[0]}; empty if the payload
 *     itself is a number
 */
public record Field(String topic, String path) implements Comparable<Field> {
    @Override
    public int compareTo(Field other) {
        int byTopic = topic.compareTo(other.topic);
        return byTopic != 0 ? byTopic : path.compareTo(other.path);
    }

    /** Returns the label of the field. */
    @Override
    public String toString() {
        if (topic.isEmpty()) return path.isEmpty() ? "value" : path;
        return path.isEmpty() ? topic : topic + " · " + path;
    }
}
