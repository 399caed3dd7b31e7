// cases/run SlowFirstByte
// Reported: the same kind as 01; a reasoning model answers its head only with the first token, after more than 10 s.
package cases.field;
import dev.holdfast.*;
class SlowFirstByte {
    public static void main(String[] a) throws Exception {
        try (Rig rig = new Rig(c -> { if (!c.request()) return; Rig.log("server: %s, request %d", c.method, c.number); Rig.sleep(12_000); c.sse(); c.raw("data: first token\n\n"); c.untilGone(); });
             RealtimeClient client = RealtimeClient.builder(rig.http("/")).build()) {
            client.addConnectionListener(e -> Rig.log("%s", e));
            client.subscribe(SubscriptionRequest.text("v1/chat").body("POST", "{}".getBytes(), "application/json"), m -> Rig.log("got %s", m.data()));
            Rig.sleep(35_000);
            Rig.verdict(rig.requests.get() == 1 ? "holds" : "FAILS by default (configurable by Limits.attemptTimeout): POSTs " + rig.requests.get());
        }
    }
}
