package cases.core;
import dev.holdfast.*;
import dev.holdfast.protocol.*;
import java.time.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;

/** Threads that call everything at once while messages flow and the server resets connections; every subscription must see a gapless run of numbers. */
public class T1Torture {
    static final AtomicLong violations = new AtomicLong(); static final AtomicLong delivered = new AtomicLong(); static final List<String> bad = new CopyOnWriteArrayList<>();
    static void violation(String s) { violations.incrementAndGet(); if (bad.size() < 20) bad.add(s); }
    static class L implements SubscriptionListener<String> {
        final String name; long last = -1; final AtomicInteger inside = new AtomicInteger(); volatile boolean over, ended; final int slow; final AtomicLong subscribed = new AtomicLong(); boolean spokenFor; final Random r = new Random(); volatile Runnable hook;
        L(String name, int slow) { this.name = name; this.slow = slow; }
        void enter(String what) { if (inside.incrementAndGet() != 1) violation(name + " two at once " + what); if (over) violation(name + " " + what + " after unsubscribe"); if (ended) violation(name + " " + what + " after onEnded"); }
        void exit() { inside.decrementAndGet(); }
        public void onMessage(Message<String> m) { enter("onMessage"); try {
            long n = Long.parseLong(m.id()); delivered.incrementAndGet();
            if (last >= 0 && n != last + 1) violation(name + " " + last + " -> " + n);
            last = n;
            if (slow > 0 && r.nextInt(slow) == 0) Thread.sleep(r.nextInt(3));
            Runnable h = hook; if (h != null) h.run();
        } catch (InterruptedException e) {} finally { exit(); } }
        public void onSubscribed(Continuity c) { enter("onSubscribed " + c); subscribed.incrementAndGet(); if (c == Continuity.GAP || (c == Continuity.FRESH && last >= 0)) violation(name + " told " + c + " at " + last); exit(); }
        public void onError(Throwable t) { enter("onError"); violation(name + " onError " + t); exit(); }
        public void onDropped(Dropped d) { violation(name + " dropped " + d); }
        public void onEnded(CloseReason r) { enter("onEnded"); ended = true; exit(); if (r.kind() != CloseReason.Kind.CLOSED) violation(name + " ended " + r); }
    }
    public static void main(String[] a) throws Exception {
        String mode = a[0]; int secs = Integer.parseInt(a[1]); boolean multi = !(a.length > 2 && a[2].equals("sse"));
        HfSrv hf = new HfSrv(); hf.ratePerTopicMs = 2;
        // an SSE server of the same numbers
        ConcurrentHashMap<String, AtomicLong> feed = new ConcurrentHashMap<>();
        Thread tick = new Thread(() -> { while (true) { Srv.sleep(2); feed.values().forEach(AtomicLong::incrementAndGet); } }); tick.setDaemon(true); tick.start();
        Srv sse = new Srv(c -> { if (!c.head()) return; AtomicLong next = feed.computeIfAbsent(c.path(), k -> new AtomicLong(1)); String l = c.headers.get("Last-Event-ID"); long at = l == null ? next.get() : Long.parseLong(l) + 1; if (l == null) c.sse(); else c.sse("Last-Event-ID: " + l); c.w("id: " + (at - 1) + "\n\n").fl(); while (true) { long to = Math.min(next.get(), at + 50); if (at == to) Srv.sleep(1); for (; at < to; at++) c.w("id: " + at + "\ndata: " + at + "\n\n"); c.fl(); } });
        ExecutorService pool = Executors.newFixedThreadPool(4); ScheduledExecutorService late = Executors.newScheduledThreadPool(2);
        Delivery d = mode.equals("direct") ? Delivery.direct() : mode.equals("background") ? Delivery.background() : mode.equals("pool") ? Delivery.on(pool) : mode.equals("inline") ? Delivery.on(Runnable::run) : mode.equals("late") ? Delivery.on(r -> late.schedule(r, ThreadLocalRandom.current().nextInt(5), TimeUnit.MILLISECONDS)) : Delivery.on(Executors.newSingleThreadExecutor());
        RealtimeClient cl = (multi ? RealtimeClient.builder(hf.srv.ws()).protocol(HoldfastJson.create()) : RealtimeClient.builder(sse.http())).delivery(d).limits(Limits.defaults().queue(32, 1 << 20))
                .backoff(Backoff.exponential(Duration.ofMillis(5), Duration.ofMillis(30)).firstRetry(Duration.ofMillis(10)).stableAfter(Duration.ofMillis(200))).build();
        List<L> permanent = new ArrayList<>(); List<Subscription> subs = new ArrayList<>();
        for (int i = 0; i < 6; i++) { L l = new L("p" + i, i % 2 == 0 ? 20 : 0); permanent.add(l); subs.add(cl.subscribe("t" + i, l)); }
        AtomicBoolean stop = new AtomicBoolean(); List<Thread> ts = new ArrayList<>(); AtomicLong cycles = new AtomicLong(), pubs = new AtomicLong(), pubFail = new AtomicLong();
        long end = System.nanoTime() + secs * 1_000_000_000L;
        Random seed = new Random(42);
        for (int t = 0; t < 2; t++) { int id = t; Thread th = new Thread(() -> { Random r = new Random(id); while (!stop.get()) try {
            L l = new L("c" + id + "-" + cycles.incrementAndGet(), 0); Subscription s = cl.subscribe("t" + r.nextInt(8), l);
            if (r.nextBoolean()) l.hook = () -> { if (r.nextInt(10) == 0) { l.over = false; s.unsubscribe(); l.spokenFor = true; } };
            Thread.sleep(r.nextInt(40));
            s.unsubscribe(); if (l.inside.get() != 0) violation(l.name + " inside after unsubscribe returned"); l.over = true; 
        } catch (InterruptedException e) {} }, "churn" + t); ts.add(th); }
        ts.add(new Thread(() -> { Random r = new Random(7); while (!stop.get()) { Srv.sleep(60 + r.nextInt(120)); int k = r.nextInt(4); if (k == 0) cl.reconnectNow(); else if (k == 1) { cl.pause(); Srv.sleep(r.nextInt(20)); cl.resume(); } else { List<Srv.Conn> cs = new ArrayList<>((multi ? hf.srv : sse).conns); if (!cs.isEmpty()) { Srv.Conn c = cs.get(r.nextInt(cs.size())); if (r.nextBoolean()) c.reset(); else c.close(); } } } }, "chaos"));
        if (multi) ts.add(new Thread(() -> { while (!stop.get()) { Srv.sleep(3); pubs.incrementAndGet(); cl.publish("x", "p" + pubs.get()).whenComplete((x, e) -> { if (e != null) pubFail.incrementAndGet(); }); } }, "publisher"));
        ts.add(new Thread(() -> { while (!stop.get()) { Srv.sleep(10); cl.diagnostics(); cl.stats(); for (Subscription s : subs) { s.stats(); s.cursor(); } } }, "looker"));
        ts.forEach(t -> { t.setDaemon(true); t.start(); });
        while (System.nanoTime() < end) { Thread.sleep(500); if (violations.get() > 50) break; }
        stop.set(true); for (Thread t : ts) { t.join(5000); if (t.isAlive()) { violation("stuck " + t.getName()); for (StackTraceElement e : t.getStackTrace()) System.out.println("  " + e); } }
        // at rest everyone must catch up
        Srv.sleep(500);
        long[] before = new long[6]; for (int i = 0; i < 6; i++) before[i] = permanent.get(i).last;
        Srv.sleep(2500);
        for (int i = 0; i < 6; i++) if (permanent.get(i).last <= before[i]) violation("p" + i + " stands still at " + before[i] + " " + subs.get(i) + " " + subs.get(i).stats());
        Srv.log(mode + (multi ? " ws" : " sse") + ": delivered " + delivered + " cycles " + cycles + " attempts " + cl.stats().attempts() + " pubs " + pubs + " failed " + pubFail + " violations " + violations);
        for (L l : permanent) System.out.print(l.name + " last=" + l.last + " subscribed=" + l.subscribed + "; "); System.out.println();
        for (String published : hf.published.keySet()) if (hf.published.get(published).get() > 1) violation("published twice " + published);
        cl.close(); Srv.sleep(800); for (L l : permanent) if (!l.ended) violation(l.name + " heard no end");
        bad.forEach(System.out::println);
        Srv.log("violations " + violations);
        System.exit(0);
    }
}
