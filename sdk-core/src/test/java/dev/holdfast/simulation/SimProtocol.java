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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
        /** The requests that the client has replaced on this connection. */
        private final Set<RealWireSubscription> replaced = new HashSet<>();

        Talk(Conversation real) {
            this.real = real;
        }

        RealSubscription asked(int number) {
            return asked.get(number).subscription;
        }

        RealWireSubscription wire(int number) {
            return asked.get(number);
        }

        boolean isReplaced(RealWireSubscription wire) {
            return replaced.contains(wire);
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
            for (WireSubscription wire : routes) {
                RealWireSubscription added = (RealWireSubscription) wire;
                for (RealWireSubscription old : asked) if (old.subscription == added.subscription) replaced.add(old);
                asked.add(added);
            }
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
    public boolean confirmsSubscriptions() {
        return real.confirmsSubscriptions();
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
