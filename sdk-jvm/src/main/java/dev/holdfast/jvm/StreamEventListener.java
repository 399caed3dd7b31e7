package dev.holdfast.jvm;

import dev.holdfast.Continuity;
import dev.holdfast.DroppedMessages;

/**
 * What a stream of messages cannot say: told on the thread that delivers, in its place between the messages. Without it a
 * stream has no other way to tell of an error than to end.
 */
public interface StreamEventListener {
    /** The server took the subscription up, the first time or again; told before the first message that follows. */
    default void onSubscribed(Continuity continuity) {}

    /** Messages were shed, as {@link dev.holdfast.Overflow} says. */
    default void onDropped(DroppedMessages dropped) {}

    /** A message could not be decoded, or a position could not be kept; the stream goes on. */
    default void onError(Throwable error) {}
}
