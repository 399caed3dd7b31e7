package dev.holdfast;

/**
 * A handler of the events that no listener of a subscription handles: see {@link RealtimeClient.Builder#onUnhandled}.
 * Called on the thread that runs the subscription's callbacks, in their order. Must be safe for use by multiple
 * threads, since subscriptions share it. Its exceptions are counted in {@link SubscriptionStats#errors()} and otherwise
 * ignored.
 */
@FunctionalInterface
public interface UnhandledHandler {
    /**
     * Receives one event.
     *
     * @param cause what a callback or a cursor store threw; a {@link DecodeException} with what a decoder threw; a {@link
     *     CloseException} when the subscription ended; a {@link MessageLossException} for a gap, for dropped messages,
     *     and for a poison message that was skipped. Its message may contain a part of a payload
     */
    void onUnhandled(Subscription subscription, Throwable cause);
}
