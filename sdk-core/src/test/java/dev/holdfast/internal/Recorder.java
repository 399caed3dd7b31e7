package dev.holdfast.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseReason;
import dev.holdfast.ConnectionEvent;
import dev.holdfast.ConnectionListener;
import dev.holdfast.Continuity;
import dev.holdfast.Dropped;
import dev.holdfast.Message;
import dev.holdfast.SubscriptionListener;
import java.util.ArrayList;
import java.util.List;

/** Writes down what listeners are told. What a test does not ask for is an error: see {@link #assertExhausted}. */
final class Recorder implements SubscriptionListener<Object>, ConnectionListener {
    final List<String> events = new ArrayList<>();
    /** Of connection events. */
    final List<CloseReason> reasons = new ArrayList<>();

    CloseReason ended;
    Runnable inMessage = () -> {};
    Runnable inEvent = () -> {};

    @Override
    public void onMessage(Message<Object> message) {
        events.add(String.valueOf(message.data()));
        inMessage.run();
    }

    @Override
    public void onSubscribed(Continuity continuity) {
        events.add(continuity.name());
    }

    @Override
    public void onDropped(Dropped dropped) {
        events.add("dropped " + dropped.messages());
    }

    @Override
    public void onError(Throwable error) {
        events.add("error " + error.getMessage());
    }

    @Override
    public void onEnded(CloseReason reason) {
        ended = reason;
        events.add("ended " + reason.kind());
    }

    @Override
    public void onConnectionEvent(ConnectionEvent event) {
        if (event.reason() != null) reasons.add(event.reason());
        events.add(event.current()
                + (event.delay() == null ? "" : " in " + event.delay().toMillis()));
        inEvent.run();
    }

    /** Exactly these since last asked, in this order. */
    void assertNext(String... expected) {
        assertThat(events).containsExactly(expected);
        events.clear();
    }

    void assertExhausted() {
        assertThat(events).as("nobody expected these").isEmpty();
    }
}
