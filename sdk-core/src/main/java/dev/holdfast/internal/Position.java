package dev.holdfast.internal;

/** An id that came without a message: the handled position must not overtake messages before it. */
final class Position {
    final String id;

    Position(String id) {
        this.id = id;
    }
}
