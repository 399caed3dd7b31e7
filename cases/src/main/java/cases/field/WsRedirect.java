// cases/run WsRedirect
// A WebSocket behind a redirect (to another path; to another origin), cookies set on the way.
package cases.field;
import dev.holdfast.*;
import java.util.concurrent.*;
class WsRedirect {
    public static void main(String[] a) throws Exception {
        try (Rig real = new Rig(c -> { if (!c.request()) return; c.upgrade(); c.text("hello at " + c.target + ", Authorization " + c.header("Authorization")); c.untilGone(); });
             Rig front = new Rig(c -> { while (c.request()) { if (c.target.equals("/feed")) c.respond(301, null, "", "Location: /feed/"); else if (c.target.equals("/feed/")) c.respond(307, null, "", "Location: " + real.http("/v2")); } });
             RealtimeClient client = RealtimeClient.builder(front.ws("/feed")).credentials(Credentials.bearer(() -> "t")).build()) {
            CompletableFuture<String> end = new CompletableFuture<>();
            client.subscribe(new SubscriptionListener<String>() { public void onMessage(Message<String> m) { end.complete(m.data()); } public void onEnded(CloseReason r) { end.complete("ended " + r); } });
            String what = end.get(15, TimeUnit.SECONDS);
            Rig.verdict(what.startsWith("hello") ? "holds: " + what : "FAILS: " + what);
        }
    }
}
