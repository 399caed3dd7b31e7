package dev.holdfast.protocol;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.spi.Conversation;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.Outlet;
import dev.holdfast.spi.Route;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One link's talk in a {@link JsonDialect}. A topic is on the wire once, however many subscriptions want it. */
final class DialectTalk implements Conversation, JsonDialect.Reply {
    private final JsonDialect dialect;
    private final Outlet outlet;
    private final Map<String, List<Route>> topics = new LinkedHashMap<>();
    private boolean ready;

    DialectTalk(JsonDialect dialect, Outlet outlet) {
        this.dialect = dialect;
        this.outlet = outlet;
    }

    @Override
    public void opened(Function<String, @Nullable String> header) {
        if (dialect.greeting == null) ready();
        else send(dialect.greeting);
    }

    @Override
    public void ready() {
        if (ready) return;
        ready = true;
        outlet.ready();
    }

    @Override
    public void subscribe(List<Route> routes) {
        List<Route> asked = new ArrayList<>();
        for (Route route : routes) {
            List<Route> same = topics.computeIfAbsent(route.topic(), topic -> new ArrayList<>());
            // A second subscription asks again only for what it has missed.
            if (same.isEmpty() || (dialect.resumes() && route.cursor() != null)) asked.add(route);
            same.add(route);
        }
        if (!asked.isEmpty()) send(dialect.subscribe.apply(asked));
        // Few servers answer in a form that says which topic, and none says whether something is missing.
        for (Route route : routes) outlet.subscribed(route, route.again() ? Continuity.UNKNOWN : Continuity.FRESH);
    }

    @Override
    public void unsubscribe(Route route) {
        List<Route> same = topics.get(route.topic());
        if (same == null || !same.remove(route) || !same.isEmpty()) return;
        topics.remove(route.topic());
        if (dialect.unsubscribe != null) {
            send(dialect.unsubscribe.apply(Collections.singletonList(route.topic())));
        }
    }

    @Override
    public void received(Frame frame) throws CloseException {
        if (frame.kind() == Frame.Kind.EMPTY) return;
        String text = frame.text();
        // Several exchanges answer a ping in plain text; what else is not JSON says nothing either.
        if (!text.startsWith("{") && !text.startsWith("[")) return;
        JsonFrame json = JsonFrame.of(text);
        try {
            dialect.reader.accept(json, this);
        } catch (RuntimeException e) { // the app's code, mostly about a member that is missing or of another kind
            throw new CloseException(CloseReason.retryable(
                            CloseReason.Kind.PROTOCOL,
                            "The reader of the dialect " + dialect.name() + " cannot read a frame: "
                                    + e.getClass().getSimpleName())
                    .withCause(e));
        }
    }

    @Override
    public void message(String topic, String data, @Nullable String id, @Nullable String type) {
        List<Route> wanted = topics.get(topic);
        if (wanted == null) return;
        for (Route route : wanted) outlet.message(route, id, type, data, data.length());
    }

    @Override
    public void refused(String topic, String reason) {
        List<Route> refused = topics.remove(topic);
        if (refused == null) return;
        for (Route route : refused) outlet.ended(route, CloseReason.fatal(CloseReason.Kind.SERVER, reason));
    }

    @Override
    public void send(Object frame) {
        outlet.send(Frame.text(JsonDialect.json(frame)));
    }

    @Override
    public boolean probe() {
        if (dialect.probe == null) return false;
        send(dialect.probe);
        return true;
    }
}
