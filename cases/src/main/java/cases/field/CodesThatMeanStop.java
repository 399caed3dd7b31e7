// cases/run CodesThatMeanStop
// Reported: pusher/pusher-websocket-java#187 (4000-4099: do not come back), pusher-websocket-swift#222, mrsnifo/twitch.py#9 (4003 again and again), Discord 4004/4013/4014, graphql-ws 4400/4403.
package cases.field;
import dev.holdfast.*;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;
class CodesThatMeanStop {
    public static void main(String[] a) throws Exception {
        try (Rig rig = new Rig(c -> { if (!c.request()) return; c.upgrade(); c.closeFrame(4001, "Application does not exist"); c.untilGone(); });
             RealtimeClient client = RealtimeClient.builder(rig.ws("/app/gone")).build()) {
            CompletableFuture<String> end = new CompletableFuture<>();
            client.subscribe(new SubscriptionListener<String>() {
                public void onMessage(Message<String> m) { }
                public void onEnded(CloseReason r) { end.complete(r.toString()); }
            });
            String what;
            try { what = end.get(20, TimeUnit.SECONDS); } catch (TimeoutException e) { what = "no end"; }
            Rig.log("%d connections in 20 s, %s", rig.requests.get(), what);
            Rig.verdict(what.equals("no end") ? "FAILS: comes back for ever (every 0 to 30 s) where the protocol forbids it; the app must watch ConnectionEvents and close the client itself (see 25)" : "holds");
        }
    }
}
