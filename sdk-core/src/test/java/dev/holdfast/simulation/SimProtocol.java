package dev.holdfast.simulation;

import dev.holdfast.CloseException;
import dev.holdfast.internal.delivery.RealSubscription;
import dev.holdfast.internal.delivery.RealWireSubscription;
import dev.holdfast.spi.Conversation;
import dev.holdfast.spi.ConversationOutput;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.Target;
import dev.holdfast.spi.Transport;
import dev.holdfast.spi.WireProtocol;
import dev.holdfast.spi.WireSubscription;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The real protocol with a recorder. The server cannot distinguish two subscriptions of one topic, but this recorder
 * can.
 */
final class SimProtocol implements WireProtocol {
    /** The subscriptions of one connection, in the order in which the server sees them. */
    static final class Talk implements Conversation {
        private final Conversation real;
        private final List<RealWireSubscription> asked = new ArrayList<>();

        Talk(Conversation real) {
            this.real = real;
        }

        RealSubscription asked(int number) {
            return asked.get(number).subscription;
        }

        @Override
        public void opened(Function<String, String> header) {
            real.opened(header);
        }

        @Override
        public void received(Frame frame) throws CloseException {
            real.received(frame);
        }

        @Override
        public void subscribe(List<WireSubscription> routes) {
            for (WireSubscription wire : routes) asked.add((RealWireSubscription) wire);
            real.subscribe(routes);
        }

        @Override
        public void unsubscribe(WireSubscription wire) {
            real.unsubscribe(wire);
        }

        @Override
        public void publish(long command, String topic, String data) {
            real.publish(command, topic, data);
        }

        @Override
        public void call(long command, String topic, String data) {
            real.call(command, topic, data);
        }

        @Override
        public boolean probe() {
            return real.probe();
        }
    }

    private final WireProtocol real;
    /** The conversation of the newest link. */
    private Talk newest;

    SimProtocol(WireProtocol real) {
        this.real = real;
    }

    Talk newest() {
        return newest;
    }

    @Override
    public String name() {
        return real.name();
    }

    @Override
    public Binding binding(Transport transport) {
        return real.binding(transport);
    }

    @Override
    public Target target(Target base, WireSubscription wire) {
        return real.target(base, wire);
    }

    @Override
    public Conversation newConversation(ConversationOutput output) {
        newest = new Talk(real.newConversation(output));
        return newest;
    }

    @Override
    public boolean supportsResume() {
        return real.supportsResume();
    }

    @Override
    public boolean supportsPublish() {
        return real.supportsPublish();
    }

    @Override
    public String encode(Object data) {
        return real.encode(data);
    }
}
