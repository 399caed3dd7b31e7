package dev.holdfast.internal;

import dev.holdfast.ConnectionState;
import dev.holdfast.Diagnostics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Puts together what a client can say of itself. */
final class Diagnosis {
    private Diagnosis() {}

    static Diagnostics of(
            Settings settings,
            ConnectionState state,
            Collection<Session> sessions,
            Collection<RealSubscription> subscriptions,
            Announcer announcer) {
        List<String> lines = new ArrayList<>();
        lines.add("Holdfast client " + state + ", " + settings.transport.name() + "/" + settings.protocol.name() + ", "
                + settings.base);
        for (Session session : sessions) lines.add("connection: " + session.view());
        for (RealSubscription subscription : subscriptions) lines.add(subscription.describe());
        lines.addAll(announcer.describe());
        lines.addAll(settings.monitored.describe());
        return new Diagnostics(state, lines);
    }
}
