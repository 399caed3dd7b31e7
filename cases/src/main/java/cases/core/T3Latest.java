package cases.core;
import dev.holdfast.*;
import dev.holdfast.protocol.*;
import java.time.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;

/** Overflow.latest under chaos: at rest the newest value of each key has been delivered; accounts: received = handled + dropped + discarded. */
public class T3Latest {
    public static void main(String[] a) throws Exception {
        for (String mode : new String[]{"background", "direct", "manual", "oldest", "newest"}) {
            HfSrv hf = new HfSrv(); hf.ratePerTopicMs = 1;
            RealtimeClient cl = RealtimeClient.builder(hf.srv.ws()).protocol(HoldfastJson.create()).delivery(mode.equals("direct") ? Delivery.direct() : Delivery.background()).limits(Limits.defaults().queue(8, 1 << 16)).backoff(Backoff.exponential(Duration.ofMillis(5), Duration.ofMillis(30)).firstRetry(Duration.ofMillis(10)).stableAfter(Duration.ofMillis(200))).build();
            Map<Long, Long> lastOf = new ConcurrentHashMap<>(); AtomicLong told = new AtomicLong(), n = new AtomicLong(), lastAny = new AtomicLong(); List<String> bad = new CopyOnWriteArrayList<>(); ExecutorService acks = Executors.newFixedThreadPool(2);
            SubscriptionRequest<String> rq = SubscriptionRequest.text("t").overflow(mode.equals("oldest") ? Overflow.dropOldest() : mode.equals("newest") ? Overflow.dropNewest() : Overflow.latest(m -> Long.parseLong(m.id()) % 5)); if (mode.equals("manual")) rq = rq.acknowledge(Acknowledgement.MANUAL);
            Subscription s = cl.subscribe(rq, new SubscriptionListener<String>() { public void onMessage(Message<String> m) { long v = Long.parseLong(m.id()); n.incrementAndGet(); Long before = lastOf.put(v % 5, v); if (before != null && before >= v) bad.add("key " + v % 5 + ": " + before + " -> " + v); if (v <= lastAny.getAndSet(v)) bad.add("order " + v); if (ThreadLocalRandom.current().nextInt(6) == 0) Srv.sleep(ThreadLocalRandom.current().nextInt(25)); if (mode.equals("manual")) acks.execute(() -> { Srv.sleep(ThreadLocalRandom.current().nextInt(8)); m.ack(); }); } public void onDropped(Dropped d) { told.addAndGet(d.messages()); } public void onSubscribed(Continuity c) { if (c == Continuity.GAP) bad.add("GAP"); } });
            long end = System.nanoTime() + 7_000_000_000L; while (System.nanoTime() < end) { Srv.sleep(150); int k = ThreadLocalRandom.current().nextInt(3); if (k == 0) cl.reconnectNow(); else if (k == 1) for (Srv.Conn c : hf.srv.conns) c.reset(); }
            hf.ratePerTopicMs = 100_000; Srv.sleep(3000);
            long newest = hf.topics.get("t").next.get() - 1; SubscriptionStats st = s.stats();
            for (long k = 0; k < 5; k++) { long want = newest - ((newest - k) % 5 + 5) % 5; if (mode.equals("newest") || mode.equals("oldest")) continue; if (!Objects.equals(lastOf.get(k), want)) bad.add("key " + k + ": newest " + want + ", delivered last " + lastOf.get(k)); }
            if (st.received() != st.handled() + st.dropped() + st.queued()) bad.add("accounts " + st); if (st.dropped() != told.get()) bad.add("told " + told + " of " + st.dropped());
            if (!String.valueOf(newest).equals(s.cursor()) && !mode.equals("newest")) bad.add("cursor " + s.cursor() + " newest " + newest);
            Srv.log(mode + ": " + st + " told " + told + " bad " + bad.size() + " " + bad.stream().limit(5).toList()); cl.close(); hf.srv.close();
        }
        System.exit(0);
    }
}
