// cases/run Handshake
// Reported: netty/netty#13726 and websockets/ws#2016 (empty Sec-WebSocket-Protocol), lysine-dev/okhttp#1522 and eclipse-ee4j/tyrus#399 (Connection: keep-alive, Upgrade), extensions written in other ways.
package cases.field;
import dev.holdfast.*;
import dev.holdfast.protocol.JsonDialect;
import java.util.*;
import java.util.concurrent.*;
class Handshake {
    static void run(String name, String connection, boolean offers, String... more) throws Exception {
        try (Rig rig = new Rig(c -> { if (!c.request()) return; c.upgradeWith(connection, more); if (offers) c.read(); c.text("{\"t\":\"x\",\"d\":1}"); c.untilGone(); })) {
            RealtimeClient.Builder b = RealtimeClient.builder(rig.ws("/"));
            JsonDialect d = JsonDialect.of("d", r -> Map.of("op", "sub"), (f, reply) -> { if (f.string("t") != null) reply.message(f.string("t"), f.raw("d")); });
            if (offers) b.protocol(d.subprotocol("graphql-transport-ws"));
            try (RealtimeClient client = b.build()) {
                List<String> events = new CopyOnWriteArrayList<>();
                client.addConnectionListener(e -> { if (e.reason() != null && e.delay() != null) events.add(e.reason().toString()); });
                CompletableFuture<String> end = new CompletableFuture<>();
                client.subscribe(offers ? "x" : "", new SubscriptionListener<String>() {
                    public void onMessage(Message<String> m) { end.complete("holds"); }
                    public void onEnded(CloseReason r) { end.complete("FINAL " + r); }
                });
                String what;
                try { what = end.get(3, TimeUnit.SECONDS); } catch (TimeoutException e) { what = "NEVER CONNECTS, " + rig.requests.get() + " attempts: " + (events.isEmpty() ? "" : events.get(0)); }
                Rig.log("%-60s %s", name, what);
            }
        }
    }
    public static void main(String[] a) throws Exception {
        run("Connection: Upgrade", "Upgrade", false);
        run("Connection: upgrade", "upgrade", false);
        run("Connection: keep-alive, Upgrade", "keep-alive, Upgrade", false);
        run("Connection: Upgrade, Keep-Alive", "Upgrade, Keep-Alive", false);
        run("Connection: keep-alive + Connection: Upgrade (two headers)", "keep-alive\r\nConnection: Upgrade", false);
        run("empty Sec-WebSocket-Protocol, none offered", "Upgrade", false, "Sec-WebSocket-Protocol: ");
        run("empty Sec-WebSocket-Protocol, one offered", "Upgrade", true, "Sec-WebSocket-Protocol: ");
        run("no Sec-WebSocket-Protocol, one offered", "Upgrade", true);
        run("the offered subprotocol in another case", "Upgrade", true, "Sec-WebSocket-Protocol: GraphQL-Transport-WS");
        run("the offered subprotocol twice", "Upgrade", true, "Sec-WebSocket-Protocol: graphql-transport-ws", "Sec-WebSocket-Protocol: graphql-transport-ws");
        run("empty Sec-WebSocket-Extensions", "Upgrade", false, "Sec-WebSocket-Extensions: ");
        run("deflate with window bits both ways, spaces", "Upgrade", false, "Sec-WebSocket-Extensions: permessage-deflate;server_max_window_bits = 15 ; client_max_window_bits=\"15\"");
        run("deflate, client_max_window_bits=12", "Upgrade", false, "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=12");
        run("deflate in capitals, no takeover", "Upgrade", false, "Sec-WebSocket-Extensions: Permessage-Deflate; server_no_context_takeover; client_no_context_takeover");
        run("deflate, client_max_window_bits without value", "Upgrade", false, "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits");
        run("Upgrade: WebSocket", "Upgrade", false, "X: y");
    }
}
