// cases/run RollingDeploy
// Reported: traefik/traefik#13546 (404 for some seconds on a redeploy), #13390, #8066: a proxy without a route answers 404 for a server that comes back.
package cases.field;
import dev.holdfast.*;
import java.util.*;
import java.util.concurrent.*;
class RollingDeploy {
    static void run(int status, String... headers) throws Exception {
        try (Rig rig = new Rig(c -> {
                if (!c.request()) return;
                if (c.number >= 2 && c.number <= 4) { c.respond(status, "text/plain", "404 page not found", headers); return; }
                c.sse();
                c.raw("id: a" + c.number + "\ndata: message of request " + c.number + "\n\n");
                if (c.number > 1) c.untilGone();
             });
             RealtimeClient client = RealtimeClient.builder(rig.http("/")).build()) {
            List<String> told = new CopyOnWriteArrayList<>();
            client.subscribe(new SubscriptionListener<String>() {
                public void onMessage(Message<String> m) { told.add(m.data()); }
                public void onEnded(CloseReason r) { told.add("<ended " + r + ">"); }
            });
            Rig.await(() -> told.size() > 1 || told.toString().contains("ended"), 20000);
            Rig.log("%s", told);
            Rig.verdict(status + (told.toString().contains("of request 5") ? " holds" : " FAILS: a healthy feed is over for good after one answer in a redeploy; no setting retries it"));
        }
    }
    public static void main(String[] a) throws Exception { run(404); run(403, "Retry-After: 1"); run(409); run(503); }
}
