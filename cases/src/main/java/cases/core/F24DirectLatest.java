package cases.core;
import dev.holdfast.*;
import java.util.*;
import java.util.concurrent.atomic.*;
/** Overflow.latest with one key, 500 values a second, a listener of 5 ms: how old is what the listener sees? */
public class F24DirectLatest {
    public static void main(String[] a) throws Exception {
        for (String pol : new String[]{"latest", "dropOldest"}) for (boolean direct : new boolean[]{false, true}) {
            AtomicLong sent = new AtomicLong(); Srv srv = new Srv(c -> { c.head(); c.sse(); while (true) { c.w("id: " + sent.incrementAndGet() + "\ndata: x\n\n").fl(); Srv.sleep(2); } });
            RealtimeClient cl = RealtimeClient.builder(srv.http()).delivery(direct ? Delivery.direct() : Delivery.background()).limits(Limits.defaults().queue(16, 1 << 16)).build(); AtomicLong last = new AtomicLong();
            Subscription s = cl.subscribe(SubscriptionRequest.text("").overflow(pol.equals("latest") ? Overflow.latest(m -> "k") : Overflow.dropOldest()), m -> { last.set(Long.parseLong(m.id())); Srv.sleep(5); });
            Srv.sleep(8000); Srv.log(pol + (direct ? ", direct" : ", background") + ": sent " + sent + ", the listener is at " + last + ": " + (sent.get() - last.get()) + " behind; " + s.stats()); cl.close(); srv.close();
        }
        System.exit(0);
    }
}
