package dev.holdfast.jvm;

import dev.holdfast.Continuity;
import dev.holdfast.DroppedMessages;

/**
 * A listener for the events of a message stream that are not messages. It is called on the thread that delivers
 * messages, in order with them. Without a listener, a message that cannot be decoded ends the stream, and other errors
 * go to {@link dev.holdfast.RealtimeClient.Builder#onUnhandled}.
 */
public interface StreamEventListener {
    /** Called when the server accepts a subscribe or resubscribe, before the first message that follows. */
    default void onSubscribed(Continuity continuity) {}

    /** Called when the {@link dev.holdfast.Overflow} policy has dropped messages. */
    default void onDropped(DroppedMessages dropped) {}

    /**
     * Called when a message could not be decoded (a {@link dev.holdfast.DecodeException}) or a cursor could not be
     * loaded or saved. The stream continues.
     */
    void onError(Throwable error);
}
