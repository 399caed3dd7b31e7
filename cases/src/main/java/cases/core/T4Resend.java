package cases.core;
import dev.holdfast.*;
import dev.holdfast.protocol.*;
import com.google.gson.*;
import java.time.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
/** RESEND under resets: every publish is receipted, first arrivals are in order, and on one connection numbers only grow. */
public class T4Resend {
    public static void main(String[] a) throws Exception {
        List<String> bad = new CopyOnWriteArrayList<>(); Set<Integer> seen = ConcurrentHashMap.newKeySet(); AtomicInteger highest = new AtomicInteger(), twice = new AtomicInteger();
        Srv srv = new Srv(c -> { c.head(); c.upgrade("Sec-WebSocket-Protocol: holdfast.v1"); int lastHere = 0; while (true) { String t = c.recvText(); if (t == null) return; JsonObject o = JsonParser.parseString(t).getAsJsonObject(); switch (o.get("type").getAsString()) { case "hello": c.send("{\"type\":\"welcome\",\"version\":1}"); break; case "publish": int n = o.get("data").getAsInt(); if (n <= lastHere) bad.add("conn " + c.n + ": " + lastHere + " -> " + n); lastHere = n; if (!seen.add(n)) twice.incrementAndGet(); else if (n != highest.incrementAndGet()) { bad.add("first arrival " + n + " after " + (highest.get() - 1)); highest.set(n); } if (ThreadLocalRandom.current().nextInt(40) == 0) { c.reset(); return; } c.send("{\"type\":\"receipt\",\"ref\":" + o.get("ref") + "}"); break; } } });
        RealtimeClient cl = RealtimeClient.builder(srv.ws()).protocol(HoldfastJson.create()).unconfirmed(Unconfirmed.RESEND).limits(Limits.defaults().outbound(64, 1 << 20)).backoff(Backoff.exponential(Duration.ofMillis(5), Duration.ofMillis(20)).firstRetry(Duration.ofMillis(5))).build();
        Semaphore room = new Semaphore(60); AtomicInteger ok = new AtomicInteger(), failed = new AtomicInteger(); int n = 4000;
        for (int i = 1; i <= n; i++) { room.acquire(); cl.publish("t", i).whenComplete((r, e) -> { if (e == null) ok.incrementAndGet(); else { failed.incrementAndGet(); bad.add("" + e); } room.release(); }); }
        Srv.await(30000, () -> ok.get() + failed.get() == n);
        Srv.log("published " + n + " receipts " + ok + " failed " + failed + " arrived twice " + twice + " connections " + srv.accepted + " bad " + bad.size() + " " + bad.stream().limit(5).toList()); System.exit(0);
    }
}
