package cases.core;

import dev.holdfast.Backoff;
import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.CursorStore;
import dev.holdfast.Delivery;
import dev.holdfast.Limits;
import dev.holdfast.Message;
import dev.holdfast.RealtimeClient;
import dev.holdfast.Subscription;
import dev.holdfast.SubscriptionListener;
import dev.holdfast.protocol.HoldfastJson;

import dev.holdfast.*;
import dev.holdfast.protocol.*;
import java.nio.file.*;
import java.time.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;

public class Cases5 {
    static RealtimeClient.Builder b(String url) { return RealtimeClient.builder(url).backoff(Backoff.exponential(Duration.ofMillis(50), Duration.ofMillis(100)).withFirstRetry(Duration.ofMillis(20))); }
    public static void main(String[] a) throws Exception {
        // 1. a subscribe that the server never answers, on a connection that lives
        { AtomicInteger asked = new AtomicInteger(); Srv srv = new Srv(c -> { c.head(); c.upgrade("Sec-WebSocket-Protocol: holdfast.v1"); c.recvText(); c.send("{\"type\":\"welcome\",\"version\":1}"); Thread t = new Thread(() -> { try { while (true) { Srv.sleep(100); c.send("{\"type\":\"message\",\"sub\":1,\"data\":1}"); } } catch (Exception e) {} }); t.setDaemon(true); t.start(); while (true) { String f = c.recvText(); if (f == null) return; if (f.contains("subscribe")) asked.incrementAndGet(); } });
          RealtimeClient cl = b(srv.ws()).protocol(HoldfastJson.create()).limits(Limits.defaults().withReplyTimeout(Duration.ofSeconds(3)).withAttemptTimeout(Duration.ofSeconds(3))).build(); cl.subscribe("answered", m -> {}); Subscription s = cl.subscribe("lost", m -> {}); Srv.sleep(15000);
          Srv.log("a subscribe nobody answers, after 15 s (replyTimeout 3 s): " + s.state() + ", client " + cl.state() + ", subscribe frames " + asked); cl.close(); srv.close(); }
        // 2. a plain SSE server whose numbers begin anew (restart), which does not know Last-Event-ID
        { AtomicInteger gen = new AtomicInteger(); Srv srv = new Srv(c -> { c.head(); int g = gen.incrementAndGet(); c.sse(); for (int i = 1; i <= (g == 1 ? 10 : 14); i++) c.w("id: " + i + "\ndata: run" + g + "-" + i + "\n\n"); c.fl(); if (g == 2) Srv.sleep(5000); });
          List<String> got = new CopyOnWriteArrayList<>(); RealtimeClient cl = b(srv.http()).build(); Subscription s = cl.subscribe("", new SubscriptionListener<String>() { public void onMessage(Message<String> m) { got.add(m.text()); } public void onSubscribed(Continuity c) { got.add("" + c); }

              @Override
              public void onError(Throwable error) {}

              @Override
              public void onEnded(CloseReason reason) {}
          }); Srv.await(3000, () -> got.contains("run2-14"));
          Srv.log("numbers begin anew: " + got + " " + s.stats()); cl.close(); srv.close(); }
        // 3. a symlink in a directory that others may write
        { Path dir = Files.createTempDirectory(Paths.get(""), "shared"), victim = Files.writeString(Paths.get("victim.txt"), "precious"); CursorStore st = CursorStore.inDirectory(dir); st.save("k", "1"); String name; try (var l = Files.list(dir)) { name = l.findFirst().get().getFileName().toString(); } Files.delete(dir.resolve(name)); Files.createSymbolicLink(dir.resolve(name + ".new"), victim); String r; try { st.save("k", "2"); r = "saved"; } catch (Exception e) { r = "" + e; } Srv.log("symlink as .new: " + r + "; the victim now: " + Files.readString(victim).replace("\n", "|") + "; " + dir.resolve(name) + " is a link: " + Files.isSymbolicLink(dir.resolve(name))); }
        // 4. two clients that were built apart unsubscribe each other
        { Srv srv = new Srv(c -> { c.head(); c.sse(); for (int i = 0; i < 1000; i++) { c.w("data: x\n\n").fl(); Srv.sleep(5); } }); RealtimeClient c1 = b(srv.http()).build(), c2 = b(srv.http()).build(); AtomicReference<Subscription> s1 = new AtomicReference<>(), s2 = new AtomicReference<>(); CyclicBarrier both = new CyclicBarrier(2); CountDownLatch done = new CountDownLatch(2); AtomicBoolean o1 = new AtomicBoolean(), o2 = new AtomicBoolean();
          s1.set(c1.subscribe("a", m -> { if (o1.getAndSet(true)) return; try { both.await(); } catch (Exception e) {} s2.get().unsubscribeAndWait(); done.countDown(); })); s2.set(c2.subscribe("b", m -> { if (o2.getAndSet(true)) return; try { both.await(); } catch (Exception e) {} s1.get().unsubscribeAndWait(); done.countDown(); })); Srv.log("two clients built apart, each unsubscribes the other's in a callback: done " + done.await(5, TimeUnit.SECONDS)); srv.close(); }
        // 5. a store that fails from now on, and drain
        { HfSrv hf = new HfSrv(); AtomicBoolean fail = new AtomicBoolean(); AtomicReference<String> kept = new AtomicReference<>(), last = new AtomicReference<>(); CursorStore st = new CursorStore() { public String load(String k) { return null; } public void save(String k, String c) throws Exception { if (fail.get()) throw new java.io.IOException("down"); kept.set(c); } }; RealtimeClient cl = b(hf.srv.ws()).protocol(HoldfastJson.create()).cursorStore(st).build(); cl.subscribe("t", m -> last.set(m.id())); Srv.await(5000, () -> kept.get() != null); fail.set(true); Srv.sleep(500); Srv.log("drain with a store that is down: " + cl.drain(Duration.ofSeconds(3)).get() + "; handled " + last + ", kept " + kept); hf.srv.close(); }
        // 6. an executor that refuses once, then works
        { AtomicInteger n = new AtomicInteger(); ExecutorService ex = Executors.newSingleThreadExecutor(); HfSrv hf = new HfSrv(); List<String> ends = new CopyOnWriteArrayList<>(); AtomicReference<String> endThread = new AtomicReference<>(); RealtimeClient cl = b(hf.srv.ws()).protocol(HoldfastJson.create()).delivery(Delivery.on(r -> { if (n.incrementAndGet() == 10) throw new RejectedExecutionException("queue full for a moment"); ex.execute(r); })).build(); cl.subscribe("t", new SubscriptionListener<String>() { public void onMessage(Message<String> m) {} public void onEnded(CloseReason r) { ends.add("" + r); endThread.set(Thread.currentThread().getName()); }

            @Override
            public void onError(Throwable error) {}
        }); Srv.await(5000, () -> !ends.isEmpty()); Srv.log("an executor that refuses once: " + ends + " told on " + endThread); cl.close(); hf.srv.close(); }
        // 7. blocking store load: subscribe, unsubscribe, close
        { CountDownLatch never = new CountDownLatch(1); CursorStore st = new CursorStore() { public String load(String k) throws Exception { never.await(); return null; } public void save(String k, String c) {} }; Srv srv = new Srv(c -> { c.head(); c.sse(); Srv.sleep(3000); }); RealtimeClient cl = b(srv.http()).cursorStore(st).build(); List<String> e = new CopyOnWriteArrayList<>(); Subscription s = cl.subscribe("", new SubscriptionListener<String>() { public void onMessage(Message<String> m) {} public void onEnded(CloseReason r) { e.add("" + r); }

            @Override
            public void onError(Throwable error) {}
        }); Srv.sleep(300); Srv.log("a store that never answers: " + s.state() + " drain(1 s) " + cl.drain(Duration.ofSeconds(1)).get() + " ended " + e); Srv.sleep(200); Srv.log("   " + e); }
        // 8. garbage from a store
        for (String g : new String[]{"", "a\r\nX-Evil: 1", "\0", "x".repeat(100_000)}) { List<String> heads = new CopyOnWriteArrayList<>(); CursorStore st = new CursorStore() { public String load(String k) { return g; } public void save(String k, String c) {} }; Srv srv = new Srv(c -> { c.head(); heads.addAll(c.rawHead.stream().filter(l -> l.toLowerCase().startsWith("last-event") || l.startsWith("X-Evil")).map(l -> l.length() > 60 ? l.substring(0, 60) + "… " + l.length() : l).toList()); heads.add("."); c.sse(); Srv.sleep(500); }); RealtimeClient cl = b(srv.http()).cursorStore(st).build(); cl.subscribe("", m -> {}); Srv.await(3000, () -> !heads.isEmpty()); Srv.log("store answers " + g.length() + " chars: " + heads); cl.close(); srv.close(); }
        System.exit(0);
    }
}
