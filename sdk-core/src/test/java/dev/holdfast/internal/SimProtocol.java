package dev.holdfast.internal;

import dev.holdfast.CloseException;
import dev.holdfast.spi.Conversation;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.Outlet;
import dev.holdfast.spi.Route;
import dev.holdfast.spi.Target;
import dev.holdfast.spi.Transport;
import dev.holdfast.spi.WireProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The real protocol, overheard: the server cannot tell two subscriptions of one topic apart, and this can. */
final class SimProtocol implements WireProtocol {
    /** One connection's: whose each subscribe is, in the order in which the server sees them. */
    static final class Talk implements Conversation {
        private final Conversation real;
        private final List<RealRoute> asked = new ArrayList<>();

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
        public void subscribe(List<Route> routes) {
            for (Route route : routes) asked.add((RealRoute) route);
            real.subscribe(routes);
        }

        @Override
        public void unsubscribe(Route route) {
            real.unsubscribe(route);
        }

        @Override
        public void publish(long command, String topic, String data) {
            real.publish(command, topic, data);
        }

        @Override
        public void request(long command, String topic, String data) {
            real.request(command, topic, data);
        }

        @Override
        public boolean probe() {
            return real.probe();
        }
    }

    private final WireProtocol real;
    /** Of the link made last. */
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
    public Target target(Target base, Route route) {
        return real.target(base, route);
    }

    @Override
    public Conversation converse(Outlet outlet) {
        newest = new Talk(real.converse(outlet));
        return newest;
    }

    @Override
    public boolean resumes() {
        return real.resumes();
    }

    @Override
    public boolean publishes() {
        return real.publishes();
    }

    @Override
    public String encode(Object data) {
        return real.encode(data);
    }
}
