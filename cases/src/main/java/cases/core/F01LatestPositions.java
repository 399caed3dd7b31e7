package cases.core;
import dev.holdfast.*;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;

/** Overflow.latest(key), a listener that is busy, a server that sends an id without a message between two messages of one key. */
public class F01LatestPositions {
    public static void main(String[] a) throws Exception {
        int idLen = Integer.parseInt(a[0]);
        String policy = a[1];
        String pad = "x".repeat(Math.max(0, idLen - 8));
        Srv srv = new Srv(c -> {
            c.head(); c.sse();
            for (int i = 0; i < 50_000_000; i++) {
                c.w("id: " + pad + String.format("%08d", 2 * i) + "\ndata: v\n\n");      // a message of the one key
                c.w("id: " + pad + String.format("%08d", 2 * i + 1) + "\n\n");           // an id without a message
                if (i % 1000 == 0) c.fl();
            }
        });
        RealtimeClient client = RealtimeClient.builder(srv.http())
                .limits(Limits.defaults().queue(16, 64 * 1024)).build();
        CountDownLatch go = new CountDownLatch(1);
        Overflow o = policy.equals("latest") ? Overflow.latest(m -> "k") : Overflow.dropOldest();
        Subscription s = client.subscribe(SubscriptionRequest.text("").overflow(o), m -> {
            try { go.await(); } catch (InterruptedException e) {}
        });
        Runtime rt = Runtime.getRuntime();
        for (int i = 0; i < Integer.getInteger("secs", 12); i++) {
            Thread.sleep(1000);
            System.gc();
            Srv.log("heap " + (rt.totalMemory() - rt.freeMemory()) / 1024 / 1024 + " MB  state " + client.state() + " " + s.stats());
            if (s.state() == SubscriptionState.ENDED) break;
        }
        System.exit(0);
    }
}
