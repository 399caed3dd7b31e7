// cases/run FreshAlthoughAsked
// Found beside 42: a dialect is asked to begin behind a position (from(…), or a CursorStore after a restart). docs/delivery.md: FRESH means "nothing was asked for".
package cases.field;
import dev.holdfast.*;
import dev.holdfast.protocol.JsonDialect;
import java.util.*;
import java.util.concurrent.*;
class FreshAlthoughAsked {
    static void run(String name, boolean resuming) throws Exception {
        List<String> told = new CopyOnWriteArrayList<>(), frames = new CopyOnWriteArrayList<>();
        JsonDialect d = JsonDialect.of("d", r -> { Map<String, Object> m = new LinkedHashMap<>(); m.put("op", "sub"); m.put("since", r.get(0).cursor()); return m; }, (f, reply) -> { if (f.string("t") != null) reply.message(f.string("t"), f.raw("d"), f.string("id"), null); });
        if (resuming) d = d.resuming();
        try (Rig rig = new Rig(c -> { if (!c.request()) return; c.upgrade(); frames.add(c.readText()); c.text("{\"t\":\"x\",\"id\":\"90\",\"d\":90}"); c.untilGone(); }); // 18 to 89 are gone
             RealtimeClient client = RealtimeClient.builder(rig.ws("/")).protocol(d).build()) {
            client.subscribe(SubscriptionRequest.text("x").from("17"), new SubscriptionListener<String>() { public void onMessage(Message<String> m) { told.add(m.data()); } public void onSubscribed(Continuity c) { told.add("<" + c + ">"); } });
            Rig.await(() -> told.contains("90"), 8000);
            Rig.log("%s: frame %s, told %s", name, frames, told);
            Rig.verdict(name + (told.contains("<FRESH>") ? ": FAILS: a position was asked for and FRESH is told; the loss of 18 to 89 cannot be noticed" : ": holds"));
        }
    }
    public static void main(String[] a) throws Exception { run("a dialect that resumes", true); run("a dialect that does not", false); }
}
