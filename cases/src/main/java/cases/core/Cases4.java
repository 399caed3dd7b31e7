package cases.core;
import dev.holdfast.*;
import dev.holdfast.protocol.*;
import dev.holdfast.jvm.*;
import java.io.IOException;
import java.time.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;

public class Cases4 {
    static RealtimeClient.Builder b(String url) { return RealtimeClient.builder(url).backoff(Backoff.exponential(Duration.ofMillis(200), Duration.ofMillis(400)).firstRetry(Duration.ofMillis(200))); }
    record Order(int amount) {}
    public static void main(String[] a) throws Exception {
        // drain and a store that fails
        { HfSrv hf = new HfSrv(); AtomicInteger saves = new AtomicInteger(); AtomicBoolean fail = new AtomicBoolean(); AtomicReference<String> kept = new AtomicReference<>(); List<String> errs = new CopyOnWriteArrayList<>();
          CursorStore st = new CursorStore() { public String load(String k) { return null; } public void save(String k, String c) throws Exception { saves.incrementAndGet(); if (fail.get()) { fail.set(false); throw new IOException("database is restarting"); } kept.set(c); } };
          RealtimeClient cl = b(hf.srv.ws()).protocol(HoldfastJson.create()).cursorStore(st).build(); AtomicReference<String> last = new AtomicReference<>();
          cl.subscribe("t", new SubscriptionListener<String>() { public void onMessage(Message<String> m) { last.set(m.id()); } public void onError(Throwable t) { errs.add("" + t); } });
          Srv.await(5000, () -> kept.get() != null); fail.set(true);
          boolean ok = cl.drain(Duration.ofSeconds(5)).get();
          Srv.sleep(500);
          Srv.log("drain says " + ok + "; handled up to " + last + ", the store holds " + kept + "; onError " + errs + "; saves " + saves); hf.srv.close(); }
        // a position whose save failed once on a feed that is quiet from then on
        { AtomicInteger n = new AtomicInteger(); AtomicReference<String> kept = new AtomicReference<>();
          CursorStore st = new CursorStore() { public String load(String k) { return null; } public void save(String k, String c) throws Exception { if (n.incrementAndGet() == 1) throw new IOException("once"); kept.set(c); } };
          Srv srv = new Srv(c -> { c.head(); c.sse(); c.w("id: 1\ndata: x\n\n").fl(); Srv.sleep(20000); });
          RealtimeClient cl = b(srv.http()).cursorStore(st).build(); cl.subscribe("", m -> {}); Srv.sleep(5000);
          Srv.log("5 s after a save that failed once, on a quiet feed: saves tried " + n + ", the store holds " + kept); cl.close(); Srv.sleep(300); Srv.log("   after close: saves tried " + n + ", the store holds " + kept); srv.close(); }
        // payload in what a monitor logs
        { Srv srv = new Srv(c -> { c.head(); c.sse(); c.w("data: {\"amount\":\"4111-1111-1111-1111\"}\n\n").fl(); Srv.sleep(20000); });
          List<Throwable> t = new CopyOnWriteArrayList<>();
          RealtimeClient cl = b(srv.http()).build(); cl.subscribe("", Order.class, new SubscriptionListener<Order>() { public void onMessage(Message<Order> m) {} public void onError(Throwable e) { t.add(e); } }); Srv.await(3000, () -> !t.isEmpty());
          Srv.log("decode error, as Slf4jMonitor logs it: " + t); Srv.log("   diagnostics: " + cl.diagnostics().toString().split("\n")[2]); cl.close(); srv.close(); }
        // HoldfastJson's goodbye
        { List<String> saw = new CopyOnWriteArrayList<>(); Srv srv = new Srv(c -> { c.head(); if (c.n > 1) { Srv.sleep(3000); return; } c.upgrade("Sec-WebSocket-Protocol: holdfast.v1"); c.recvText(); c.send("{\"type\":\"welcome\",\"version\":1}"); c.recvText(); c.send("{\"type\":\"close\",\"reason\":\"restart\u0085ing\u2028now\u202e\",\"retry\":true,\"after\":1000}"); try { byte[] p; while ((p = c.recv()) != null) saw.add("op" + c.op); saw.add("EOF"); } catch (IOException e) { saw.add("" + e.getMessage()); } });
          List<String> ev = new CopyOnWriteArrayList<>(); RealtimeClient cl = b(srv.ws()).protocol(HoldfastJson.create()).build(); cl.addConnectionListener(e -> { if (e.delay() != null) ev.add(e.delay().toMillis() + " ms " + e.reason()); }); cl.subscribe("x", m -> {}); Srv.await(4000, () -> !ev.isEmpty()); Srv.sleep(300);
          String s = ev.toString(); StringBuilder vis = new StringBuilder(); for (char ch : s.toCharArray()) vis.append(ch > 126 ? String.format("\\u%04x", (int) ch) : "" + ch);
          Srv.log("{\"type\":\"close\"}: server saw " + saw + "  reason " + vis); cl.close(); srv.close(); }
        // the nonce across a redirect
        { List<String> keys = new CopyOnWriteArrayList<>(); Srv two = new Srv(c -> { c.head(); keys.add(c.headers.get("Sec-WebSocket-Key")); c.upgrade(); Srv.sleep(500); }); Srv one = new Srv(c -> { c.head(); keys.add(c.headers.get("Sec-WebSocket-Key")); c.status(307, "Location: " + two.ws()); });
          RealtimeClient cl = b(one.ws()).build(); cl.subscribe("", m -> {}); Srv.await(3000, () -> keys.size() >= 2); Srv.log("Sec-WebSocket-Key of two connections of one attempt: " + keys); cl.close(); one.close(); two.close(); }
        System.exit(0);
    }
}
