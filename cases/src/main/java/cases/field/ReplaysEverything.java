// cases/run ReplaysEverything
// Reported: r3labs/sse#61, #52, athrvk/vayu#21: the server answers each reconnect with its whole history, whatever Last-Event-ID says.
package cases.field;
import dev.holdfast.*;
import java.util.*;
import java.util.concurrent.*;
class ReplaysEverything {
    static void run(int history) throws Exception {
        try (Rig rig = new Rig(c -> {
                if (!c.request()) return;
                c.sse();
                StringBuilder sb = new StringBuilder();
                for (int i = 1; i <= history; i++) sb.append("id: ").append(i).append("\ndata: ").append(i).append("\n\n");
                if (c.number == 2) sb.append("id: new\ndata: new\n\n");
                c.raw(sb.toString());
                if (c.number > 1) c.untilGone();
             });
             RealtimeClient client = RealtimeClient.builder(rig.http("/")).build()) {
            List<String> got = Collections.synchronizedList(new ArrayList<>());
            Subscription s = client.subscribe(m -> got.add(m.data()));
            Rig.await(() -> got.contains("new"), 20000);
            Rig.sleep(300);
            Rig.log("history of %d: delivered %d, distinct %d, %s", history, got.size(), new HashSet<>(got).size(), s.stats());
            int twice = got.size() - new HashSet<>(got).size();
            Rig.verdict("history of " + history + (twice == 0 ? ": holds" : ": " + twice + " messages were delivered twice (documented: the last 1,024 ids only)"));
        }
    }
    public static void main(String[] a) throws Exception { run(1000); run(3000); }
}
