package dev.holdfast;

/** The state of one subscription. Later versions may add values. */
public enum SubscriptionState {
    /**
     * There is no connection now, or the client has unsubscribed from the server until the full queue is half empty.
     */
    WAITING,
    /** The subscription was requested on the current connection; the server has not confirmed it yet. */
    SUBSCRIBING,
    /** The server has confirmed the subscription. */
    SUBSCRIBED,
    /** The app called {@link Subscription#unsubscribe()} or {@link Subscription#unsubscribeAndWait()}. */
    UNSUBSCRIBED,
    /** The subscription ended for a final reason, which {@link SubscriptionListener#onEnded} receives. */
    ENDED
}
