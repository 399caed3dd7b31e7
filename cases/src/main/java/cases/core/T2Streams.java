package cases.core;
import dev.holdfast.*;
import dev.holdfast.jvm.*;
import dev.holdfast.protocol.*;
import java.time.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;

/** MessageStream and Flow publishers under chaos, with a cursor store: contiguous numbers, across streams at most one message again. */
public class T2Streams {
    public static void main(String[] a) throws Exception {
        int secs = Integer.parseInt(a[0]); String mode = a[1];
        HfSrv hf = new HfSrv(); hf.ratePerTopicMs = 2;
        CursorStore store = CursorStore.inMemory();
        Delivery d = mode.equals("direct") ? Delivery.direct() : Delivery.background();
        RealtimeClient cl = RealtimeClient.builder(hf.srv.ws()).protocol(HoldfastJson.create()).delivery(d).cursorStore(store).limits(Limits.defaults().queue(32, 1 << 20)).backoff(Backoff.exponential(Duration.ofMillis(5), Duration.ofMillis(30)).firstRetry(Duration.ofMillis(10)).stableAfter(Duration.ofMillis(200))).build();
        AtomicLong got = new AtomicLong(), again = new AtomicLong(), streams = new AtomicLong(), lost = new AtomicLong(); List<String> bad = new CopyOnWriteArrayList<>();
        AtomicBoolean stop = new AtomicBoolean(); List<Thread> ts = new ArrayList<>();
        for (int t = 0; t < 3; t++) { int id = t; ts.add(new Thread(() -> { Random r = new Random(id); long last = -1; while (!stop.get()) { streams.incrementAndGet(); int take = 1 + r.nextInt(300); long fresh = -1;
            try (MessageStream<String> s = MessageStream.open(cl, SubscriptionRequest.text("s" + id))) {
                for (Message<String> m : s) { long n = Long.parseLong(m.id()); got.incrementAndGet(); if (fresh >= 0 && n != fresh + 1) bad.add("s" + id + " within: " + fresh + " -> " + n); if (fresh < 0 && last >= 0) { if (n > last + 1) { lost.addAndGet(n - last - 1); bad.add("s" + id + " across: " + last + " -> " + n); } else again.addAndGet(last + 1 - n); } fresh = n; last = n; if (r.nextInt(50) == 0) Thread.sleep(r.nextInt(4)); if (--take == 0 || stop.get()) break; }
            } catch (InterruptedException e) {} catch (StreamException e) { bad.add("" + e); }
            Srv.sleep(120); // the last save
        } }, "stream" + t)); }
        for (int t = 0; t < 2; t++) { int id = t; ts.add(new Thread(() -> { Random r = new Random(id); while (!stop.get()) { CountDownLatch done = new CountDownLatch(1); AtomicLong req = new AtomicLong(), rec = new AtomicLong(); int take = 1 + r.nextInt(200);
            Streams.publisher(cl, SubscriptionRequest.text("f" + id)).subscribe(new Flow.Subscriber<>() { Flow.Subscription s; long last = -1; int n; final AtomicInteger in = new AtomicInteger();
                public void onSubscribe(Flow.Subscription x) { s = x; long k = 1 + r.nextInt(5); req.addAndGet(k); s.request(k); }
                public void onNext(Message<String> m) { if (in.incrementAndGet() != 1) bad.add("onNext two at once"); long v = Long.parseLong(m.id()); if (last >= 0 && v != last + 1) bad.add("f" + id + " " + last + " -> " + v); last = v; if (rec.incrementAndGet() > req.get()) bad.add("more than requested"); if (++n >= take) { s.cancel(); done.countDown(); } else if (rec.get() == req.get()) { long k = 1 + ThreadLocalRandom.current().nextInt(5); req.addAndGet(k); s.request(k); } in.decrementAndGet(); }
                public void onError(Throwable t) { bad.add("onError " + t); done.countDown(); } public void onComplete() { done.countDown(); } });
            try { if (!done.await(10, TimeUnit.SECONDS)) { bad.add("publisher stuck"); } } catch (InterruptedException e) {} } }, "flow" + t)); }
        ts.add(new Thread(() -> { Random r = new Random(7); while (!stop.get()) { Srv.sleep(100 + r.nextInt(150)); int k = r.nextInt(3); if (k == 0) cl.reconnectNow(); else { for (Srv.Conn c : hf.srv.conns) c.reset(); } } }, "chaos"));
        ts.forEach(t -> { t.setDaemon(true); t.start(); }); Srv.sleep(secs * 1000L); stop.set(true);
        for (Thread t : ts) { t.join(11000); if (t.isAlive()) { bad.add("stuck " + t.getName()); for (StackTraceElement e : t.getStackTrace()) System.out.println("  " + e); } }
        Srv.log(mode + ": got " + got + " in " + streams + " streams, again " + again + ", lost " + lost + ", bad " + bad.size()); bad.stream().limit(10).forEach(System.out::println);
        cl.close(); System.exit(0);
    }
}
