package dev.holdfast.internal.delivery;

/**
 * A cursor that arrived without a message. It is queued between messages, so that the handled cursor does not move past
 * messages that came before it.
 */
final class CursorMarker {
    final String id;

    CursorMarker(String id) {
        this.id = id;
    }
}
