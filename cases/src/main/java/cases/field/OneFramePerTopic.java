// cases/run OneFramePerTopic
// Reported: finnhubio/Finnhub-API#505, home-assistant/home-assistant-js-websocket#57, Pusher, Phoenix, ActionCable, graphql-ws: a server that takes one topic in a subscribe frame.
// The dialect's function makes one frame of all routes. Subscribed to one after the other it works; after the first reconnect all routes come in one call.
package cases.field;
import dev.holdfast.*;
import dev.holdfast.protocol.JsonDialect;
import java.util.*;
import java.util.concurrent.*;
class OneFramePerTopic {
    public static void main(String[] a) throws Exception {
        JsonDialect finnhub = JsonDialect.of("finnhub",
            routes -> Map.of("type", "subscribe", "symbol", routes.get(0).topic()), // what its page says: one symbol a frame
            (frame, reply) -> { if ("trade".equals(frame.string("type"))) reply.message(frame.string("symbol"), frame.raw("data")); });
        List<String> frames = new CopyOnWriteArrayList<>(), told = new CopyOnWriteArrayList<>();
        try (Rig rig = new Rig(c -> {
                if (!c.request()) return;
                c.upgrade();
                int connection = c.number;
                String text;
                int n = 0;
                while ((text = c.readText()) != null) {
                    frames.add("connection " + connection + ": " + text);
                    String symbol = text.replaceAll(".*\"symbol\":\"([A-Z]+)\".*", "$1");
                    c.text("{\"type\":\"trade\",\"symbol\":\"" + symbol + "\",\"data\":" + connection + "}");
                    if (connection == 1 && ++n == 3) { Rig.sleep(500); return; } // the network breaks
                }
             });
             RealtimeClient client = RealtimeClient.builder(rig.ws("/")).protocol(finnhub).build()) {
            client.subscribe("AAPL", m -> told.add("AAPL " + m.data()));
            Rig.await(() -> told.size() == 1, 10000);
            client.subscribe("MSFT", m -> told.add("MSFT " + m.data()));
            client.subscribe("TSLA", m -> told.add("TSLA " + m.data()));
            Rig.await(() -> told.stream().filter(t -> t.endsWith("2")).count() == 3, 8000);
            frames.forEach(f -> Rig.log("%s", f));
            Rig.log("%s, states connected=%s", told, client.state());
            Rig.verdict(told.stream().filter(t -> t.endsWith("2")).count() == 3 ? "holds" : "FAILS: after the reconnect only " + told.stream().filter(t -> t.endsWith("2")).count() + " of 3 topics are subscribed to; nothing tells. A dialect cannot say several frames");
        }
    }
}
