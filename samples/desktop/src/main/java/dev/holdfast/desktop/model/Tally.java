package dev.holdfast.desktop.model;

/**
 * The messages of a topic since the last frame.
 *
 * @param messages the number of messages
 * @param newest the last message
 */
public record Tally(long messages, Entry newest) {
    Tally and(Entry next) {
        return new Tally(messages + 1, next);
    }
}
