package dev.holdfast.allocation;

import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.spi.ConversationOutput;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.WireSubscription;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The output of a conversation. Counts messages and keeps the last payload. */
final class CountingOutput implements ConversationOutput {
    private final Runnable plant;
    private long messages;
    private String last = "";

    /** Makes an output that runs {@code plant} for each message. */
    CountingOutput(Runnable plant) {
        this.plant = plant;
    }

    /** Fails unless exactly these messages came. */
    void assertReceived(long expected) {
        if (messages != expected || last.isEmpty()) throw new AssertionError(messages + " messages, not " + expected);
    }

    @Override
    public void message(WireSubscription wire, @Nullable String id, @Nullable String type, Frame payload) {
        message(wire, id, type, payload.text(), payload.size());
    }

    @Override
    public void message(WireSubscription wire, @Nullable String id, @Nullable String type, String payload, int size) {
        plant.run();
        last = payload;
        messages++;
    }

    @Override
    public void send(Frame frame) {}

    @Override
    public void ready() {}

    @Override
    public void heartbeat(Duration interval) {}

    @Override
    public void subscribed(WireSubscription wire, Continuity continuity) {}

    @Override
    public void position(WireSubscription wire, String id) {}

    @Override
    public void ended(WireSubscription wire, CloseReason reason) {
        throw new AssertionError(reason);
    }

    @Override
    public void receipt(long command, @Nullable String id) {}

    @Override
    public void reply(long command, String payload) {}

    @Override
    public void refused(long command, CloseReason reason) {
        throw new AssertionError(reason);
    }

    @Override
    public void close(CloseReason reason) {
        throw new AssertionError(reason);
    }
}
