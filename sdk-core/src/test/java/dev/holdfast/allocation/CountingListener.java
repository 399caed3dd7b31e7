package dev.holdfast.allocation;

import dev.holdfast.Message;
import dev.holdfast.MessageHandler;

/** A listener that counts messages and keeps the last one's data. */
final class CountingListener implements MessageHandler<String> {
    private final Runnable plant;
    private long messages;
    private String last = "";

    /** Makes a listener that runs {@code plant} for each message. */
    CountingListener(Runnable plant) {
        this.plant = plant;
    }

    /** Fails unless exactly these messages came. */
    void assertReceived(long expected) {
        if (messages != expected || last.isEmpty()) throw new AssertionError(messages + " messages, not " + expected);
    }

    @Override
    public void onMessage(Message<String> message) {
        plant.run();
        last = String.valueOf(message.data());
        messages++;
    }
}
