package dev.holdfast.internal.client;

import dev.holdfast.ConnectionState;
import dev.holdfast.Diagnostics;
import dev.holdfast.internal.delivery.RealSubscription;
import dev.holdfast.internal.runtime.ClientConfig;
import dev.holdfast.internal.runtime.CompositeMonitor;
import dev.holdfast.internal.session.Session;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The text of a client's diagnostics. */
final class DiagnosticsReport {
    private DiagnosticsReport() {}

    static Diagnostics create(
            ClientConfig config,
            CompositeMonitor monitor,
            ConnectionState state,
            Collection<Session> sessions,
            Collection<RealSubscription> subscriptions,
            ConnectionEventDispatcher events) {
        List<String> lines = new ArrayList<>();
        lines.add("Holdfast client " + state + ", " + config.chosenTransport().name() + "/" + config.protocol.name()
                + ", " + config.base);
        for (Session session : sessions) lines.add("connection: " + session.describe());
        for (RealSubscription subscription : subscriptions) lines.add(subscription.describe());
        lines.addAll(events.describeFailures());
        lines.addAll(monitor.describeFailures());
        return Diagnostics.of(state, lines);
    }
}
