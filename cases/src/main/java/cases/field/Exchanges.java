// cases/run Exchanges
// niXman/binapi#8, Binance-docs/Binance_Futures_Java#27 and others: a ping's payload comes back, masked; a text "pong"; frames that are arrays (Kraken v1, Bitfinex); after 24 h a close 1000, 1001 or none, and all topics are asked for again.
package cases.field;
import dev.holdfast.*;
import dev.holdfast.protocol.JsonDialect;
import dev.holdfast.spi.Route;
import java.util.*;
import java.util.concurrent.*;
import java.util.stream.*;
class Exchanges {
    public static void main(String[] a) throws Exception {
        JsonDialect kraken = JsonDialect.of("kraken", routes -> Map.of("event", "subscribe", "pair", routes.stream().map(Route::topic).collect(Collectors.toList())), (f, reply) -> {
            if (f.isArray()) reply.message(f.string("3"), f.raw("1"), null, f.string("2"));
            else if ("error".equals(f.string("event"))) reply.refused(f.string("pair"), f.string("errorMessage"));
        });
        List<String> told = new CopyOnWriteArrayList<>(), pongs = new CopyOnWriteArrayList<>(), asked = new CopyOnWriteArrayList<>();
        try (Rig rig = new Rig(c -> {
                if (!c.request()) return;
                c.upgrade();
                c.text("{\"connectionID\":1,\"event\":\"systemStatus\",\"status\":\"online\"}");
                Rig.Conn.F f = c.read();
                if (f == null) return;
                asked.add(f.text());
                c.text("pong"); c.text("{\"event\":\"heartbeat\"}");
                c.text("[0,{\"c\":[\"1\"]},\"ticker\",\"XBT/USD\"]");
                c.text("{\"errorMessage\":\"Currency pair not supported\",\"event\":\"error\",\"pair\":\"NO/NE\"}");
                c.frame(9, "1764460800123".getBytes());
                Rig.Conn.F p;
                while ((p = c.read()) != null && p.opcode != 10) { }
                if (p != null) pongs.add(new String(p.payload) + (p.masked ? " masked" : " UNMASKED"));
                if (c.number == 1) c.closeFrame(1000, ""); else if (c.number == 2) c.closeFrame(1001, "24h"); else if (c.number == 3) { c.quietClose(); return; }
                c.untilGone();
             });
             RealtimeClient client = RealtimeClient.builder(rig.ws("/")).protocol(kraken).build()) {
            SubscriptionListener<String> l = new SubscriptionListener<String>() { public void onMessage(Message<String> m) { told.add(m.type() + " " + m.data()); } public void onEnded(CloseReason r) { told.add("<" + r + ">"); } };
            client.subscribe("XBT/USD", l);
            client.subscribe("NO/NE", l);
            Rig.await(() -> pongs.size() >= 4, 20000);
            asked.forEach(x -> Rig.log("asked %s", x));
            Rig.log("%s; pongs %s", told, pongs);
            Rig.verdict(pongs.size() >= 4 && pongs.stream().allMatch(p -> p.equals("1764460800123 masked")) && told.stream().filter(t -> t.startsWith("ticker")).count() >= 4 ? "holds" : "FAILS");
        }
    }
}
