// cases/run StaleTopic
// Reported: sammchardy/python-binance#948, bybit-exchange/pybit#333: pings go on, and one topic is dead. The app has a watchdog of its own: can it have that one topic asked for again?
package cases.field;
import dev.holdfast.*;
import dev.holdfast.protocol.JsonDialect;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
class StaleTopic {
    public static void main(String[] a) throws Exception {
        List<String> frames = new CopyOnWriteArrayList<>(), told = new CopyOnWriteArrayList<>();
        JsonDialect d = JsonDialect.of("d", r -> Map.of("op", "subscribe", "topic", r.get(0).topic()), (f, reply) -> { if (f.string("topic") != null && f.raw("data") != null) reply.message(f.string("topic"), f.raw("data")); }).unsubscribe(t -> Map.of("op", "unsubscribe", "topic", t.get(0)));
        try (Rig rig = new Rig(c -> { if (!c.request()) return; c.upgrade(); String t; int n = 0; while ((t = c.readText()) != null) { frames.add(t); if (t.contains("\"subscribe\"") && t.contains("stale") && n++ == 0) continue; String topic = t.replaceAll(".*\"topic\":\"([^\"]+)\".*", "$1"); if (t.contains("\"subscribe\"")) c.text("{\"topic\":\"" + topic + "\",\"data\":1}"); } });
             RealtimeClient client = RealtimeClient.builder(rig.ws("/")).protocol(d).build()) {
            client.subscribe("well", m -> told.add("well"));
            Rig.await(() -> told.contains("well"), 8000); // or both come in one call of the dialect's function, see 20
            Subscription s = client.subscribe("stale", m -> told.add("stale"));
            Rig.sleep(500);
            s.unsubscribe();
            client.subscribe("stale", m -> told.add("stale"));
            Rig.await(() -> told.contains("stale"), 5000);
            Rig.log("%s; %s; connections %d", frames, told, rig.requests.get());
            Rig.verdict(told.contains("stale") && rig.requests.get() == 1 ? "holds: unsubscribe and subscribe again, the other topics stay" : "FAILS");
        }
    }
}
