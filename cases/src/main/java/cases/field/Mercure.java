// cases/run Mercure
// Mercure: topics in the query, the response's Last-Event-ID tells what the position was worth, comments as heartbeat, ids are urn:uuid.
package cases.field;
import dev.holdfast.*;
import java.util.*;
import java.util.concurrent.*;
class Mercure {
    public static void main(String[] a) throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>(), told = new CopyOnWriteArrayList<>();
        try (Rig rig = new Rig(c -> {
                if (!c.request()) return;
                asked.add(c.target + " " + c.header("Last-Event-ID"));
                if (c.number == 1) c.sse();
                else if (c.number == 2) c.sse("Last-Event-ID: " + c.header("Last-Event-ID"));
                else c.sse("Last-Event-ID: earliest");
                c.raw(":\n\nid: urn:uuid:" + c.number + "\nevent: update\ndata: {\"n\":" + c.number + "}\n\n");
                if (c.number == 3) c.untilGone();
             });
             RealtimeClient client = RealtimeClient.builder(rig.http("/.well-known/mercure?topic=https%3A%2F%2Fexample.com%2Fbooks%2F%7Bid%7D&topic=news")).credentials(Credentials.bearer(() -> "jwt")).build()) {
            client.subscribe(new SubscriptionListener<String>() {
                public void onMessage(Message<String> m) { told.add(m.data()); }
                public void onSubscribed(Continuity c) { told.add(c.toString()); }
                public void onEnded(CloseReason r) { told.add("<ended " + r + ">"); }
            });
            Rig.await(() -> told.size() >= 6, 20000);
            asked.forEach(x -> Rig.log("%s", x));
            Rig.log("%s", told);
            Rig.verdict(told.contains("RESUMED") && told.contains("GAP") ? "holds" : "FAILS");
        }
    }
}
