package dev.holdfast.internal.delivery;

/** Takes the app's acknowledgements of one subscription's messages. Any thread. */
interface Acknowledger {
    /** The app is done with a message. */
    void acknowledge(TrackedMessage message);
}
