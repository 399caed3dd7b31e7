package dev.holdfast.spi;

import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The callbacks through which a {@link Conversation} sends frames and reports events. Call them only from inside the
 * conversation's own methods. No method here blocks, does I/O or runs application code.
 */
public interface ConversationOutput {
    /** Queues a frame for sending. Frames are sent in the order in which they were queued. */
    void send(Frame frame);

    /** Reports that the handshake is over. Subscriptions and commands may follow. Call it once. */
    void ready();

    /**
     * Reports the longest time that the server promises to stay silent. It replaces the interval set by the application
     * if the transport cannot send a ping, or if it is shorter than that interval. It is limited to 1 second at least
     * and 10 minutes at most.
     */
    void heartbeat(Duration interval);

    /** Reports that the server accepted a subscription. Call it before the subscription's first message. */
    void subscribed(WireSubscription subscription, Continuity continuity);

    /**
     * Delivers a message whose payload is the whole frame.
     *
     * @param id the cursor after this message, null if the message carries none, empty to reset the cursor
     * @param type the event type, null for the default type
     */
    void message(WireSubscription subscription, @Nullable String id, @Nullable String type, Frame payload);

    /**
     * Delivers a message whose payload is a part of a frame.
     *
     * @param id the cursor after this message, null if the message carries none, empty to reset the cursor
     * @param type the event type, null for the default type
     * @param size the approximate length of the payload in bytes, which counts against the queue limit
     */
    void message(WireSubscription subscription, @Nullable String id, @Nullable String type, String payload, int size);

    /** Moves the cursor without a message. An empty id resets it. */
    void position(WireSubscription subscription, String id);

    /**
     * Reports that the server ended or refused a subscription. If the reason is retryable, the client subscribes again
     * after a delay or on the next connection.
     */
    void ended(WireSubscription subscription, CloseReason reason);

    /**
     * Reports that the server accepted a publish.
     *
     * @param id the id that the server assigned, null if it assigned none
     */
    void receipt(long command, @Nullable String id);

    /** Delivers the reply to a call. The payload is still encoded. */
    void reply(long command, String payload);

    /** Reports that the server refused a publish or a call. */
    void refused(long command, CloseReason reason);

    /** Ends the connection. {@link CloseReason#retryable()} decides whether the client reconnects. */
    void close(CloseReason reason);
}
