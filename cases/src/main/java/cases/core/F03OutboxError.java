package cases.core;
import dev.holdfast.*;
import dev.holdfast.protocol.*;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;

/** One publish too large for the heap: what becomes of the publishes after it, on a connection that goes on receiving. */
public class F03OutboxError {
    public static void main(String[] a) throws Exception {
        int mb = Integer.parseInt(a[0]);
        AtomicInteger pings = new AtomicInteger();
        Srv srv = new Srv(c -> {
            c.head(); c.upgrade("Sec-WebSocket-Protocol: holdfast.v1", "Sec-WebSocket-Extensions: permessage-deflate");
            Thread feed = new Thread(() -> { try { for (int i = 0; ; i++) { Srv.sleep(200); c.send("{\"type\":\"message\",\"sub\":1,\"id\":\"" + i + "\",\"data\":" + i + "}"); } } catch (Exception e) {} });
            feed.setDaemon(true);
            while (true) {
                byte[] p = c.recv(); if (p == null) break;
                if (c.op == 9) { pings.incrementAndGet(); c.send(Srv.Conn.frame(0x8A, p)); continue; }
                if (c.op == 8) break;
                String t = new String(p, 0, Math.min(p.length, 120));
                if (t.contains("\"type\":\"hello\"")) c.send("{\"type\":\"welcome\",\"version\":1}");
                else if (t.contains("\"subscribe\"")) { c.send("{\"type\":\"subscribed\",\"sub\":1,\"continuity\":\"fresh\"}"); feed.start(); }
                else if (t.contains("\"publish\"")) { String ref = t.replaceAll(".*\"ref\":(\\d+).*", "$1"); c.send("{\"type\":\"receipt\",\"ref\":" + ref + "}"); }
            }
            Srv.log("server: conn " + c.n + " over");
        });
        RealtimeClient client = RealtimeClient.builder(srv.ws()).protocol(HoldfastJson.create())
                
                .limits(Limits.defaults().replyTimeout(Duration.ofSeconds(5))).build();
        client.addConnectionListener(e -> Srv.log("event " + e));
        AtomicInteger got = new AtomicInteger();
        client.subscribe("x", m -> got.incrementAndGet());
        Srv.await(10_000, () -> got.get() > 3);
        Srv.log("small publish: " + client.publish("t", "hi").get());
        Thread.setDefaultUncaughtExceptionHandler((t, e) -> Srv.log("uncaught in " + t.getName() + ": " + e));
        CompletableFuture<Receipt> big;
        { char[] c = new char[mb << 18]; java.util.Random rnd = new java.util.Random(1); for (int i = 0; i < c.length; i++) c[i] = (char) (0x4e00 + rnd.nextInt(20000)); String s = new String(c); c = null;
          try { big = client.publish("t", s); } catch (Throwable t) { Srv.log("publish threw " + t); big = null; } s = null; }
        { final CompletableFuture<Receipt> b = big; if (b != null) Srv.await(9000, b::isDone); }
        if (big != null) Srv.log("big done: " + big.isDone() + " failed " + big.isCompletedExceptionally());
        for (int i = 0; i < 5; i++) {
            long before = got.get();
            String r; try { r = "" + client.publish("t", "small").get(); } catch (ExecutionException e) { r = "" + e.getCause(); }
            Srv.log("later publish: " + r + "; received meanwhile " + (got.get() - before) + "; state " + client.state());
        }
        Srv.log(client.diagnostics().toString());
        System.exit(0);
    }
}
