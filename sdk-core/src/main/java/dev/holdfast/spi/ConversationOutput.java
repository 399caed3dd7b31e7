package dev.holdfast.spi;

import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Conversation} tells its link. Called only from inside the conversation's own methods; nothing here
 * blocks, does I/O or runs code of the app.
 */
public interface ConversationOutput {
    /** Queues a frame to be sent, after those queued before. */
    void send(Frame frame);

    /** The handshake is over: subscriptions and commands may follow. Said once. */
    void ready();

    /**
     * The server promises to be heard at least this often. Used in place of the app's own interval where the transport
     * cannot probe, and where it is the shorter one.
     */
    void heartbeat(Duration interval);

    /** The server took up a subscription; said before its first message. */
    void subscribed(WireSubscription wire, Continuity continuity);

    /**
     * A message: the frame's payload as it is.
     *
     * @param id the position after this message, null where the server gave none in it, empty to forget the position
     */
    void message(WireSubscription wire, @Nullable String id, @Nullable String type, Frame payload);

    /** A message whose payload is a part of a frame, of about so many bytes. */
    void message(WireSubscription wire, @Nullable String id, @Nullable String type, String payload, int size);

    /** The position moved without a message; empty forgets it. */
    void position(WireSubscription wire, String id);

    /** The server ended or refused a subscription. A retryable one is subscribed again after a while, or on the next link. */
    void ended(WireSubscription wire, CloseReason reason);

    /** A publish was taken by the server, which may have given it an id. */
    void receipt(long command, @Nullable String id);

    /** The answer to a request: its payload, to be decoded. */
    void reply(long command, String payload);

    /** A publish or request was refused. */
    void refused(long command, CloseReason reason);

    /** Ends the link; the reason says whether another follows. */
    void close(CloseReason reason);
}
