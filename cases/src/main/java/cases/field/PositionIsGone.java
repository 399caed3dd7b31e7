// cases/run PositionIsGone
// Reported: whatwg/html#8297, Kubernetes watch (410 Gone: too old resource version), portpowered/you-agent-factory#1118: the server no longer has the position and says so by a status.
package cases.field;
import dev.holdfast.*;
import java.util.*;
import java.util.concurrent.*;
class PositionIsGone {
    static void run(int status) throws Exception {
        try (Rig rig = new Rig(c -> {
                if (!c.request()) return;
                Rig.log("server: request %d, Last-Event-ID %s", c.number, c.header("Last-Event-ID"));
                if (c.header("Last-Event-ID") != null) { c.respond(status, "application/json", "{\"error\":\"that event id is no longer retained\"}"); return; }
                c.sse();
                c.raw("id: a" + c.number + "\ndata: message of request " + c.number + "\n\n");
                if (c.number > 1) c.untilGone();
             });
             RealtimeClient client = RealtimeClient.builder(rig.http("/")).build()) {
            List<String> told = new CopyOnWriteArrayList<>();
            client.subscribe(new SubscriptionListener<String>() {
                public void onMessage(Message<String> m) { told.add(m.data()); }
                public void onSubscribed(Continuity c) { told.add("<" + c + ">"); }
                public void onEnded(CloseReason r) { told.add("<ended " + r + ">"); }
            });
            Rig.await(() -> told.size() > 3 || told.toString().contains("ended"), 15000);
            Rig.log("%s", told);
            Rig.verdict(status + (told.toString().contains("GAP") ? " holds: told as GAP" : " FAILS: the feed is over for good though the server would serve it without the position"));
        }
    }
    public static void main(String[] a) throws Exception { for (int s : new int[] {410, 412, 400, 404}) run(s); }
}
