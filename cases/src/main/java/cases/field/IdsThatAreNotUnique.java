// cases/run IdsThatAreNotUnique
// Reported: a2aproject/a2a-js#174 (ids are times, several events share one); and servers that give one id to all events (a session's, a run's).
package cases.field;
import dev.holdfast.*;
import java.util.*;
import java.util.concurrent.*;
class IdsThatAreNotUnique {
    static void run(String name, java.util.function.IntFunction<String> id) throws Exception {
        try (Rig rig = new Rig(c -> {
                if (!c.request()) return;
                c.sse();
                int from = c.number == 1 ? 1 : 6, to = c.number == 1 ? 5 : 40;
                for (int i = from; i <= to; i++) c.raw("id: " + id.apply(i) + "\ndata: " + i + "\n\n");
                if (c.number > 1) c.untilGone();
             });
             RealtimeClient client = RealtimeClient.builder(rig.http("/")).build()) {
            List<String> told = new CopyOnWriteArrayList<>();
            Subscription s = client.subscribe(new SubscriptionListener<String>() {
                public void onMessage(Message<String> m) { told.add(m.data()); }
                public void onDropped(Dropped d) { told.add("<dropped " + d + ">"); }
            });
            Rig.await(() -> s.stats().duplicates() + s.stats().received() >= 40, 15000);
            Rig.sleep(300);
            Rig.log("%s: server sent 1..40, each once; told %s; %s", name, told, s.stats());
            Rig.verdict(name + (told.size() == 40 ? " holds" : " FAILS: " + (40 - told.size()) + " of 40 lost in silence"));
        }
    }
    public static void main(String[] a) throws Exception {
        run("one id for all", i -> "run-42");
        run("ids are seconds, four events share one", i -> String.valueOf(1764460800 + i / 4));
    }
}
