package dev.holdfast.interop;

import dev.holdfast.Continuity;
import dev.holdfast.spi.Conversation;
import dev.holdfast.spi.ConversationOutput;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.Target;
import dev.holdfast.spi.Transport;
import dev.holdfast.spi.WireProtocol;
import dev.holdfast.spi.WireSubscription;
import java.util.List;
import java.util.function.Function;

/** nchan's subprotocol {@code ws+meta.nchan}: a WebSocket for each channel, each message behind headers of its own. */
record NchanMeta() implements WireProtocol {
    @Override
    public Binding binding(Transport transport) {
        if (transport.canSend()) return Binding.DEDICATED;
        throw new IllegalArgumentException("ws+meta.nchan needs a WebSocket: give a ws or wss URL");
    }

    @Override
    public Target target(Target base, WireSubscription wire) {
        Target target = base.withUrl(base.url() + "/" + wire.topic()).withSubprotocol("ws+meta.nchan");
        return wire.cursor() == null ? target : target.withHeader("Last-Event-ID", wire.cursor());
    }

    @Override
    public Conversation newConversation(ConversationOutput output) {
        return new Conversation() {
            private WireSubscription wire;

            @Override
            public void opened(Function<String, String> header) {
                output.ready();
            }

            @Override
            public void subscribe(List<WireSubscription> routes) {
                wire = routes.get(0);
                output.subscribed(wire, wire.isResubscribe() ? Continuity.UNKNOWN : Continuity.FRESH);
            }

            @Override
            public void received(Frame frame) {
                String[] parts = frame.text().split("\n\n", 2);
                String id = parts[0].substring("id: ".length()).split("\n", 2)[0];
                output.message(wire, id, null, parts[1], parts[1].length());
            }
        };
    }

    @Override
    public String name() {
        return "nchan";
    }

    @Override
    public boolean supportsResume() {
        return true;
    }
}
