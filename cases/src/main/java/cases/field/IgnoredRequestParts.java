// cases/run IgnoredRequestParts
// What a subscription says and the protocol cannot do: told, or dropped in silence?
package cases.field;
import dev.holdfast.*;
import dev.holdfast.protocol.*;
import java.util.*;
import java.util.concurrent.*;
class IgnoredRequestParts {
    static void one(String name, RealtimeClient client, SubscriptionRequest<String> r, List<String> seen) {
        int before = seen.size();
        try { client.subscribe(r, m -> { }); Rig.await(() -> seen.size() > before, 3000); Rig.sleep(200); Rig.log("%-42s accepted; the server saw %s", name, seen.subList(before, seen.size())); }
        catch (RuntimeException e) { Rig.log("%-42s refused: %s", name, e.getMessage()); }
    }
    public static void main(String[] a) throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (Rig rig = new Rig(c -> { if (!c.request()) return; seen.add("upgrade X-Key=" + c.header("X-Key") + " Last-Event-ID=" + c.header("Last-Event-ID")); c.upgrade(); String t; while ((t = c.readText()) != null) seen.add(t); })) {
            JsonDialect d = JsonDialect.of("d", r -> Map.of("op", "sub", "topic", r.get(0).topic()), (f, reply) -> { });
            try (RealtimeClient c = RealtimeClient.builder(rig.ws("/")).protocol(d).build()) {
                one("dialect, header()", c, SubscriptionRequest.text("a").header("X-Key", "k"), seen);
                one("dialect, body()", c, SubscriptionRequest.text("b").body("POST", "{}".getBytes(), "application/json"), seen);
                one("dialect that does not resume, from()", c, SubscriptionRequest.text("c").from("17"), seen);
            }
            try (RealtimeClient c = RealtimeClient.builder(rig.ws("/")).build()) {
                one("plain over WebSocket, body()", c, SubscriptionRequest.text("a").body("POST", "{}".getBytes(), "application/json"), seen);
                one("plain over WebSocket, variables()", c, SubscriptionRequest.text("b").variables("x"), seen);
                one("plain over WebSocket, from()", c, SubscriptionRequest.text("c").from("17"), seen);
            }
        }
    }
}
