package dev.holdfast.contract;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.spi.Conversation;
import dev.holdfast.spi.ConversationOutput;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.Target;
import dev.holdfast.spi.Transport;
import dev.holdfast.spi.WireProtocol;
import dev.holdfast.spi.WireSubscription;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A protocol that delegates to another one, with a fault that a subclass adds. */
class BrokenProtocol implements WireProtocol {
    private final WireProtocol sound;

    BrokenProtocol(WireProtocol sound) {
        this.sound = sound;
    }

    @Override
    public String name() {
        return sound.name();
    }

    @Override
    public Binding binding(Transport transport) {
        return sound.binding(transport);
    }

    @Override
    public Target target(Target base, @Nullable WireSubscription wire) {
        return sound.target(base, wire);
    }

    @Override
    public Conversation newConversation(ConversationOutput output) {
        return sound.newConversation(output);
    }

    @Override
    public boolean supportsResume() {
        return sound.supportsResume();
    }

    /** Passes everything on. */
    static class Ear implements Conversation {
        final Conversation sound;

        Ear(Conversation sound) {
            this.sound = sound;
        }

        @Override
        public void opened(Function<String, @Nullable String> header) {
            sound.opened(header);
        }

        @Override
        public void received(Frame frame) throws CloseException {
            sound.received(frame);
        }

        @Override
        public void subscribe(List<WireSubscription> routes) {
            sound.subscribe(routes);
        }

        @Override
        public void unsubscribe(WireSubscription wire) {
            sound.unsubscribe(wire);
        }
    }

    /** Passes everything on. */
    static class Mouth implements ConversationOutput {
        final ConversationOutput sound;

        Mouth(ConversationOutput sound) {
            this.sound = sound;
        }

        @Override
        public void send(Frame frame) {
            sound.send(frame);
        }

        @Override
        public void ready() {
            sound.ready();
        }

        @Override
        public void heartbeat(Duration interval) {
            sound.heartbeat(interval);
        }

        @Override
        public void subscribed(WireSubscription wire, Continuity continuity) {
            sound.subscribed(wire, continuity);
        }

        @Override
        public void message(WireSubscription wire, @Nullable String id, @Nullable String type, Frame payload) {
            message(wire, id, type, payload.text(), payload.size());
        }

        @Override
        public void message(
                WireSubscription wire, @Nullable String id, @Nullable String type, String payload, int size) {
            sound.message(wire, id, type, payload, size);
        }

        @Override
        public void position(WireSubscription wire, String id) {
            sound.position(wire, id);
        }

        @Override
        public void ended(WireSubscription wire, CloseReason reason) {
            sound.ended(wire, reason);
        }

        @Override
        public void receipt(long command, @Nullable String id) {
            sound.receipt(command, id);
        }

        @Override
        public void reply(long command, String payload) {
            sound.reply(command, payload);
        }

        @Override
        public void refused(long command, CloseReason reason) {
            sound.refused(command, reason);
        }

        @Override
        public void close(CloseReason reason) {
            sound.close(reason);
        }
    }
}
