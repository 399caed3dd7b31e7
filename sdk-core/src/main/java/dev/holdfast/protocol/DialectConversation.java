package dev.holdfast.protocol;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.spi.Conversation;
import dev.holdfast.spi.ConversationOutput;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.WireSubscription;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The conversation of one connection in a {@link JsonDialect}. Several subscriptions to one topic share a single
 * subscribe on the connection.
 */
final class DialectConversation implements Conversation, JsonDialect.Output {
    private final JsonDialect dialect;
    private final ConversationOutput output;
    private final Map<String, List<WireSubscription>> topics = new LinkedHashMap<>();
    /** The subscriptions that the server has neither confirmed nor sent a message for. */
    private final Set<WireSubscription> unconfirmed = new HashSet<>();

    private boolean ready;

    DialectConversation(JsonDialect dialect, ConversationOutput output) {
        this.dialect = dialect;
        this.output = output;
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
        output.ready();
    }

    @Override
    public void subscribe(List<WireSubscription> subscriptions) {
        List<WireSubscription> asked = new ArrayList<>();
        for (WireSubscription wire : subscriptions) {
            List<WireSubscription> same = topics.computeIfAbsent(wire.topic(), topic -> new ArrayList<>());
            // A further subscription to a topic is sent only if it has messages to catch up on.
            if (same.isEmpty() || (dialect.supportsResume() && wire.cursor() != null)) asked.add(wire);
            boolean joins = !same.isEmpty() && !unconfirmed.contains(same.get(0)) && !asked.contains(wire);
            same.add(wire);
            unconfirmed.add(wire);
            if (joins) confirm(wire); // the server has confirmed the topic for another subscription
        }
        if (!asked.isEmpty()) send(dialect.subscribe.apply(asked));
    }

    /** Reports a subscription once. No server of this kind reports whether messages are missing. */
    private void confirm(WireSubscription wire) {
        if (unconfirmed.isEmpty() || !unconfirmed.remove(wire)) return;
        output.subscribed(wire, wire.isResubscribe() ? Continuity.UNKNOWN : Continuity.FRESH);
    }

    @Override
    public void subscribed(String topic) {
        List<WireSubscription> confirmed = topics.get(topic);
        if (confirmed != null) for (WireSubscription wire : confirmed) confirm(wire);
    }

    @Override
    public void unsubscribe(WireSubscription wire) {
        unconfirmed.remove(wire);
        List<WireSubscription> same = topics.get(wire.topic());
        if (same == null || !same.remove(wire) || !same.isEmpty()) return;
        topics.remove(wire.topic());
        if (dialect.unsubscribe != null) {
            send(dialect.unsubscribe.apply(Collections.singletonList(wire.topic())));
        }
    }

    @Override
    public void received(Frame frame) throws CloseException {
        if (frame.kind() == Frame.Kind.EMPTY) return;
        String text = frame.text();
        // Several exchanges answer a ping in plain text. Other text that is not JSON is ignored as well.
        if (!text.startsWith("{") && !text.startsWith("[")) return;
        LazyJson json = LazyJson.of(text);
        try {
            dialect.reader.accept(json, this);
        } catch (Exception e) { // Application code failed, mostly on a missing member; Kotlin also throws checked ones.
            throw new CloseException(CloseReason.retryable(
                            CloseReason.Kind.PROTOCOL,
                            "The reader of the dialect " + dialect.name() + " threw "
                                    + e.getClass().getSimpleName() + " for a frame")
                    .withCause(e));
        }
    }

    @Override
    public void message(String topic, String data, @Nullable String id, @Nullable String type) {
        List<WireSubscription> wanted = topics.get(topic);
        if (wanted == null) return;
        for (WireSubscription wire : wanted) {
            confirm(wire);
            output.message(wire, id, type, data, data.length());
        }
    }

    @Override
    public void refused(String topic, String reason) {
        List<WireSubscription> refused = topics.remove(topic);
        if (refused == null) return;
        unconfirmed.removeAll(refused);
        for (WireSubscription wire : refused) output.ended(wire, CloseReason.fatal(CloseReason.Kind.SERVER, reason));
    }

    @Override
    public void send(Object frame) {
        output.send(Frame.text(JsonDialect.json(frame)));
    }

    @Override
    public boolean probe() {
        if (dialect.probe == null) return false;
        send(dialect.probe);
        return true;
    }
}
