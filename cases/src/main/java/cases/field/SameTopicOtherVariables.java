// cases/run SameTopicOtherVariables
// Reported: gen1321/simple_graphql_client#2, cylc/cylc-ui#685: two subscriptions of one name with different variables are taken for one.
package cases.field;
import dev.holdfast.*;
import dev.holdfast.protocol.JsonDialect;
import java.util.*;
import java.util.concurrent.*;
class SameTopicOtherVariables {
    public static void main(String[] a) throws Exception {
        JsonDialect d = JsonDialect.of("candles", routes -> Map.of("op", "subscribe", "channel", routes.get(0).topic(), "interval", routes.get(0).request().variables()),
            (f, reply) -> { if (f.string("channel") != null) reply.message(f.string("channel"), f.raw("data")); });
        List<String> frames = new CopyOnWriteArrayList<>(), told = new CopyOnWriteArrayList<>();
        try (Rig rig = new Rig(c -> { if (!c.request()) return; c.upgrade(); String t; while ((t = c.readText()) != null) { frames.add(t); c.text("{\"channel\":\"candles\",\"data\":\"" + t.replaceAll(".*\"interval\":\"([^\"]+)\".*", "$1") + "\"}"); } });
             RealtimeClient client = RealtimeClient.builder(rig.ws("/")).protocol(d).build()) {
            client.subscribe(SubscriptionRequest.text("candles").variables("1m"), m -> told.add("asked for 1m, got " + m.data()));
            client.subscribe(SubscriptionRequest.text("candles").variables("1h"), m -> told.add("asked for 1h, got " + m.data()));
            Rig.await(() -> frames.size() == 2, 5000);
            Rig.sleep(300);
            Rig.log("frames %s; told %s", frames, told);
            Rig.verdict(frames.size() == 2 && !told.toString().contains("1h, got \"1m") ? "holds" : "FAILS: the second is never asked for and gets the first one's messages, in silence");
        }
    }
}
