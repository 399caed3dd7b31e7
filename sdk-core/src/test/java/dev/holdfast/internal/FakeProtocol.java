package dev.holdfast.internal;

import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.spi.Conversation;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.Outlet;
import dev.holdfast.spi.Route;
import dev.holdfast.spi.Transport;
import dev.holdfast.spi.WireProtocol;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A multiplexed protocol in words: {@code sub a@cursor}, {@code unsub a}; incoming {@code a:text}, {@code beat:ms}. */
final class FakeProtocol implements WireProtocol {
    boolean readyAtOnce = true;
    boolean resumes = true;

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public Binding binding(Transport transport) {
        return Binding.MULTIPLEXED;
    }

    @Override
    public boolean resumes() {
        return resumes;
    }

    @Override
    public boolean publishes() {
        return true;
    }

    @Override
    public String encode(Object data) {
        return String.valueOf(data);
    }

    @Override
    public Conversation converse(Outlet outlet) {
        return new Conversation() {
            private final Map<String, Route> routes = new LinkedHashMap<>();

            @Override
            public void opened(Function<String, String> header) {
                if (readyAtOnce) outlet.ready();
            }

            @Override
            public void subscribe(List<Route> added) {
                for (Route route : added) {
                    routes.put(route.topic(), route);
                    outlet.send(Frame.text("sub " + route.topic() + "@" + route.cursor()));
                    outlet.subscribed(route, route.again() ? Continuity.RESUMED : Continuity.FRESH);
                }
            }

            @Override
            public void unsubscribe(Route route) {
                routes.remove(route.topic(), route);
                outlet.send(Frame.text("unsub " + route.topic()));
            }

            @Override
            public void publish(long command, String topic, String data) {
                outlet.send(Frame.text("pub " + command + " " + topic + " " + data));
            }

            @Override
            public void request(long command, String topic, String data) {
                outlet.send(Frame.text("req " + command + " " + topic + " " + data));
            }

            @Override
            public void received(Frame frame) {
                String[] parts = frame.text().split(":", 2);
                if (parts[0].equals("receipt")) {
                    outlet.receipt(Long.parseLong(parts[1]), null);
                } else if (parts[0].equals("reply")) {
                    outlet.reply(1, parts[1]);
                } else if (parts[0].equals("ready")) {
                    outlet.ready();
                } else if (parts[0].equals("beat")) {
                    outlet.heartbeat(Duration.ofMillis(Long.parseLong(parts[1])));
                } else if (parts[0].equals("later")) {
                    outlet.ended(
                            routes.get(parts[1]),
                            CloseReason.retryable(CloseReason.Kind.SERVER, "later")
                                    .withRetryAfter(Duration.ofSeconds(2)));
                } else if (parts[0].equals("end")) {
                    Route route = routes.get(parts[1]);
                    if (route != null) outlet.ended(route, CloseReason.fatal(CloseReason.Kind.SERVER, "ended"));
                } else {
                    Route route = routes.get(parts[0]);
                    if (route != null) outlet.message(route, frame.id(), null, parts[1], parts[1].length());
                }
            }
        };
    }
}
