package dev.holdfast.internal.delivery;

/** A receiver of the app's acknowledgements for one subscription. Called on any thread. */
interface Acknowledger {
    /** Records that the app has finished with a message. */
    void acknowledge(TrackedMessage message);
}
