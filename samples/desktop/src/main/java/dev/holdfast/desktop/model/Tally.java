package dev.holdfast.desktop.model;

/**
 * What came for a topic since the frame before.
 *
 * @param messages how many
 * @param newest the last of them
 */
public record Tally(long messages, Entry newest) {
    Tally and(Entry next) {
        return new Tally(messages + 1, next);
    }
}
