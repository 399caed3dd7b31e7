package dev.holdfast.contract;

import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.fixtures.ForwardingProtocol;
import dev.holdfast.spi.Conversation;
import dev.holdfast.spi.ConversationOutput;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.WireProtocol;
import dev.holdfast.spi.WireSubscription;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A protocol that delegates to another one, with a fault that a subclass adds. */
class BrokenProtocol extends ForwardingProtocol {
    BrokenProtocol(WireProtocol sound) {
        super(sound);
    }

    /** Passes everything on. */
    static class Ear extends ForwardingConversation {
        Ear(Conversation sound) {
            super(sound);
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
