package dev.holdfast.desktop.feed;

import dev.holdfast.ConnectionEvent;
import dev.holdfast.Continuity;
import dev.holdfast.Monitor;
import dev.holdfast.Subscription;
import dev.holdfast.desktop.model.Happening;
import dev.holdfast.desktop.model.Intake;

/** The monitor that passes connection events to the intake. */
final class Told implements Monitor {
    private final Intake intake;

    Told(Intake intake) {
        this.intake = intake;
    }

    @Override
    public void onConnectionEvent(ConnectionEvent event) {
        intake.happening(new Happening.State(System.nanoTime(), event));
    }

    @Override
    public void onSubscribed(Subscription subscription, Continuity continuity) {
        String attempt = subscription.attemptName();
        if (attempt == null) return;
        // The connection's name, a dot, and the number of the attempt.
        String connection = attempt.substring(0, attempt.lastIndexOf('.'));
        intake.happening(new Happening.TakenUp(System.nanoTime(), subscription.topic(), connection, continuity));
    }

    @Override
    public void onRoundTrip(String connection, long nanos) {
        intake.happening(new Happening.RoundTrip(System.nanoTime(), connection, nanos));
    }
}
