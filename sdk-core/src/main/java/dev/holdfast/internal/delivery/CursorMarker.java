package dev.holdfast.internal.delivery;

/** An id that came without a message: the handled position must not overtake messages before it. */
final class CursorMarker {
    final String id;

    CursorMarker(String id) {
        this.id = id;
    }
}
