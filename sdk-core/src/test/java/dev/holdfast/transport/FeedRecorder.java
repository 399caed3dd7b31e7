package dev.holdfast.transport;

import dev.holdfast.CloseReason;
import dev.holdfast.ConnectionEvent;
import dev.holdfast.ConnectionListener;
import dev.holdfast.ConnectionState;
import dev.holdfast.Continuity;
import dev.holdfast.Message;
import dev.holdfast.SubscriptionListener;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A recorder of what an application with one subscription receives: continuity, messages, and the reason of each
 * connection end.
 */
final class FeedRecorder implements SubscriptionListener<String>, ConnectionListener {
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final BlockingQueue<CloseReason> reasons = new LinkedBlockingQueue<>();

    @Override
    public void onMessage(Message<String> message) {
        told.add(message.data());
    }

    @Override
    public void onSubscribed(Continuity continuity) {
        told.add(continuity.name());
    }

    @Override
    public void onComment(String comment) {
        told.add("comment " + comment);
    }

    @Override
    public void onEnded(CloseReason reason) {
        told.add("ended");
        reasons.add(reason);
    }

    @Override
    public void onConnectionEvent(ConnectionEvent event) {
        CloseReason reason = event.reason();
        boolean failed = event.current() == ConnectionState.RECONNECTING && event.delay() != null;
        if (failed && reason != null) reasons.add(reason);
    }

    /** Returns the next event of the subscription. Reasons have a separate order, see {@link #reason}. */
    String next() throws InterruptedException {
        String event = told.poll(HttpTest.WAIT_SECONDS, TimeUnit.SECONDS);
        return event == null
                ? "nothing came, but a connection ended: " + reasons.peek()
                        + reasons.peek().cause()
                : event;
    }

    /** Returns the next reason for the end of a connection or an attempt. */
    String reason() throws InterruptedException {
        CloseReason reason = reasons.poll(HttpTest.WAIT_SECONDS, TimeUnit.SECONDS);
        if (reason == null) return "no end came";
        return reason.kind() + (reason.code() < 0 ? "" : " " + reason.code()) + (reason.retryable() ? "" : " final");
    }

    @Override
    public void onError(Throwable error) {}
}
