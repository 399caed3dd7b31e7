package dev.holdfast;

/** The state of one subscription. */
public enum SubscriptionState {
    /** There is no connection at the moment, or the queue is full and the topic was left for a while. */
    WAITING,
    /** Asked for on the current connection; the server has not answered yet. */
    SUBSCRIBING,
    /** The server has taken it up. */
    SUBSCRIBED,
    /** {@link Subscription#unsubscribeAndWait()} was called. */
    UNSUBSCRIBED,
    /** It ended for a reason that no attempt can mend; {@link SubscriptionListener#onEnded} tells which. */
    ENDED
}
