package dev.holdfast.desktop.feed;

import dev.holdfast.CloseReason;
import dev.holdfast.DroppedMessages;
import dev.holdfast.Message;
import dev.holdfast.SubscriptionListener;
import dev.holdfast.desktop.model.Happening;
import dev.holdfast.desktop.model.Intake;

/** The listener that passes one topic's messages to the intake. */
final class TopicListener implements SubscriptionListener<String> {
    private final String topic;
    private final Intake intake;

    TopicListener(String topic, Intake intake) {
        this.topic = topic;
        this.intake = intake;
    }

    @Override
    public void onMessage(Message<String> message) {
        intake.message(
                topic,
                message.id(),
                message.type(),
                message.text(),
                message.receivedNanos(),
                System.currentTimeMillis());
    }

    @Override
    public void onDropped(DroppedMessages dropped) {
        note(dropped.toString());
    }

    @Override
    public void onError(Throwable error) {
        note(error.toString());
    }

    @Override
    public void onEnded(CloseReason reason) {
        if (reason.kind() == CloseReason.Kind.CLOSED) return;
        intake.happening(new Happening.Ended(System.nanoTime(), topic, reason));
    }

    private void note(String text) {
        intake.happening(new Happening.Note(System.nanoTime(), topic + ": " + text, false));
    }
}
