package dev.holdfast.interop;

import dev.holdfast.Continuity;
import dev.holdfast.spi.Conversation;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.Outlet;
import dev.holdfast.spi.Route;
import dev.holdfast.spi.Target;
import dev.holdfast.spi.Transport;
import dev.holdfast.spi.WireProtocol;
import java.util.List;
import java.util.function.Function;

/** nchan's subprotocol {@code ws+meta.nchan}: a WebSocket for each channel, each message behind headers of its own. */
record NchanMeta() implements WireProtocol {
    @Override
    public Binding binding(Transport transport) {
        if (transport.sends()) return Binding.DEDICATED;
        throw new IllegalArgumentException("ws+meta.nchan needs a WebSocket: give a ws or wss URL");
    }

    @Override
    public Target target(Target base, Route route) {
        Target target = base.withUrl(base.url() + "/" + route.topic()).withSubprotocol("ws+meta.nchan");
        return route.cursor() == null ? target : target.withHeader("Last-Event-ID", route.cursor());
    }

    @Override
    public Conversation converse(Outlet outlet) {
        return new Conversation() {
            private Route route;

            @Override
            public void opened(Function<String, String> header) {
                outlet.ready();
            }

            @Override
            public void subscribe(List<Route> routes) {
                route = routes.get(0);
                outlet.subscribed(route, route.again() ? Continuity.UNKNOWN : Continuity.FRESH);
            }

            @Override
            public void received(Frame frame) {
                String[] parts = frame.text().split("\n\n", 2);
                String id = parts[0].substring("id: ".length()).split("\n", 2)[0];
                outlet.message(route, id, null, parts[1], parts[1].length());
            }
        };
    }

    @Override
    public String name() {
        return "nchan";
    }

    @Override
    public boolean resumes() {
        return true;
    }
}
