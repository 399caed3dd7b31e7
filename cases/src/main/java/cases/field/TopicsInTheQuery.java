// cases/run TopicsInTheQuery
// Mercure (?topic=), Ably (?channels=), Binance (/stream?streams=), Stellar (?cursor=): a topic is a query parameter. Several of them on one client.
package cases.field;
import dev.holdfast.*;
import java.util.*;
import java.util.concurrent.*;
class TopicsInTheQuery {
    public static void main(String[] a) throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>(), told = new CopyOnWriteArrayList<>();
        try (Rig rig = new Rig(c -> { if (!c.request()) return; asked.add(c.target); if (!c.target.startsWith("/hub?topic=")) { c.respond(404, null, ""); return; } c.sse(); c.raw("data: " + c.target + "\n\n"); c.untilGone(); });
             RealtimeClient client = RealtimeClient.builder(rig.http("/")).build()) {
            client.subscribe("hub?topic=books", new SubscriptionListener<String>() { public void onMessage(Message<String> m) { told.add(m.data()); } public void onEnded(CloseReason r) { told.add("<" + r + ">"); } });
            Rig.await(() -> told.size() > 0, 8000);
            Rig.log("asked %s, told %s", asked, told);
            Rig.verdict(told.toString().contains("books") && !told.toString().contains("<") ? "holds" : "cannot be expressed with Plain: a '?' in a topic is encoded in silence; one client for each topic, or a WireProtocol");
        }
    }
}
