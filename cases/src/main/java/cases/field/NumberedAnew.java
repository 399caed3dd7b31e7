// cases/run NumberedAnew
// Reported: feder-cr/invisible_playwright_mcp#1263, NousResearch/hermes-agent#32431 (in-memory ring buffers): a server that counts in memory numbers from 1 again after a restart.
package cases.field;
import dev.holdfast.*;
import java.util.*;
import java.util.concurrent.*;
class NumberedAnew {
    public static void main(String[] a) throws Exception {
        try (Rig rig = new Rig(c -> {
                if (!c.request()) return;
                Rig.log("server: run %d, Last-Event-ID %s", c.number, c.header("Last-Event-ID"));
                c.sse();
                if (c.number == 1) { for (int i = 1; i <= 5; i++) c.raw("id: " + i + "\ndata: before the restart, " + i + "\n\n"); return; }
                // The server has restarted: its counter begins at 1, and it knows nothing of the id it was given.
                for (int i = 1; i <= 8; i++) c.raw("id: " + i + "\ndata: after the restart, " + i + "\n\n");
                c.untilGone();
             });
             RealtimeClient client = RealtimeClient.builder(rig.http("/")).build()) {
            List<String> told = new CopyOnWriteArrayList<>();
            Subscription s = client.subscribe(new SubscriptionListener<String>() {
                public void onMessage(Message<String> m) { told.add(m.data()); }
                public void onSubscribed(Continuity c) { told.add("<" + c + ">"); }
                public void onDropped(Dropped d) { told.add("<dropped " + d + ">"); }
                public void onError(Throwable t) { told.add("<error " + t + ">"); }
            });
            Rig.await(() -> told.toString().contains("after the restart, 8"), 15000);
            told.forEach(t -> Rig.log("%s", t));
            Rig.log("stats %s", s.stats());
            long lost = 8 - told.stream().filter(t -> t.startsWith("after")).count();
            Rig.verdict(lost == 0 ? "holds" : "FAILS: " + lost + " new messages were taken for old ones; neither onDropped, onError nor GAP says so");
        }
    }
}
