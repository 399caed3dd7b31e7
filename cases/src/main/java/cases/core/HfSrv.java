package cases.core;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import com.google.gson.*;

/** A HoldfastJson server over WebSocket: topics are endless numbered feeds "n", history kept for ever (numbers), resumable exactly. */
public class HfSrv {
    static class Topic { final AtomicLong next = new AtomicLong(1); }
    final Map<String, Topic> topics = new ConcurrentHashMap<>();
    final Srv srv;
    volatile int ratePerTopicMs = 1; volatile int payload = 0; volatile boolean refuse;
    final AtomicLong sent = new AtomicLong(), subs = new AtomicLong(), unsubs = new AtomicLong(), publishes = new AtomicLong();
    final ConcurrentHashMap<String, AtomicLong> published = new ConcurrentHashMap<>();
    HfSrv() throws Exception {
        srv = new Srv(this::serve);
        Thread t = new Thread(() -> { while (true) { Srv.sleep(Math.max(1, ratePerTopicMs)); for (Topic p : topics.values()) p.next.incrementAndGet(); } }); t.setDaemon(true); t.start();
    }
    void serve(Srv.Conn c) throws Exception {
        if (!c.head()) return;
        if (refuse) { c.status(503); return; }
        c.upgrade("Sec-WebSocket-Protocol: holdfast.v1");
        Map<Long, long[]> at = new ConcurrentHashMap<>(); Map<Long, String> names = new ConcurrentHashMap<>();
        AtomicBoolean over = new AtomicBoolean();
        Thread pump = new Thread(() -> { try {
            while (!over.get()) {
                boolean any = false;
                for (Map.Entry<Long, long[]> e : at.entrySet()) {
                    Topic t = topics.get(names.get(e.getKey())); long to = Math.min(t.next.get(), e.getValue()[0] + 50);
                    StringBuilder pad = new StringBuilder(); for (int i = 0; i < payload; i++) pad.append('p');
                    while (e.getValue()[0] < to && at.containsKey(e.getKey())) { long n = e.getValue()[0]++; synchronized (c) { c.w(Srv.Conn.text("{\"type\":\"message\",\"sub\":" + e.getKey() + ",\"id\":\"" + n + "\",\"data\":\"" + n + pad + "\"}")); } sent.incrementAndGet(); any = true; }
                }
                synchronized (c) { c.fl(); }
                if (!any) Srv.sleep(1);
            } } catch (Exception e) { } });
        pump.setDaemon(true); pump.start();
        try {
            while (true) {
                byte[] p = c.recv(); if (p == null) break;
                if (c.op == 9) { c.send(Srv.Conn.frame(0x8A, p)); continue; }
                if (c.op == 8) { c.send(Srv.Conn.frame(0x88, p)); break; }
                JsonObject o = JsonParser.parseString(new String(p, "UTF-8")).getAsJsonObject();
                switch (o.get("type").getAsString()) {
                    case "hello": c.send("{\"type\":\"welcome\",\"version\":1}"); break;
                    case "subscribe": for (JsonElement e : o.getAsJsonArray("subs")) {
                        subs.incrementAndGet();
                        JsonObject s = e.getAsJsonObject(); long n = s.get("sub").getAsLong(); String topic = s.get("topic").getAsString();
                        Topic t = topics.computeIfAbsent(topic, k -> new Topic());
                        String cur = s.has("cursor") ? s.get("cursor").getAsString() : null;
                        long from = cur == null ? t.next.get() : Long.parseLong(cur) + 1;
                        c.send("{\"type\":\"subscribed\",\"sub\":" + n + ",\"continuity\":\"" + (cur == null ? "fresh" : "resumed") + "\"}" );
                        if (cur == null) c.send("{\"type\":\"position\",\"sub\":" + n + ",\"id\":\"" + (from - 1) + "\"}");
                        names.put(n, topic); at.put(n, new long[]{from}); } break;
                    case "unsubscribe": for (JsonElement e : o.getAsJsonArray("subs")) { unsubs.incrementAndGet(); at.remove(e.getAsLong()); } break;
                    case "publish": publishes.incrementAndGet(); published.computeIfAbsent(o.get("data").getAsString(), k -> new AtomicLong()).incrementAndGet(); c.send("{\"type\":\"receipt\",\"ref\":" + o.get("ref") + "}"); break;
                    case "request": c.send("{\"type\":\"reply\",\"ref\":" + o.get("ref") + ",\"data\":" + o.get("data") + "}"); break;
                }
            }
        } finally { over.set(true); at.clear(); }
    }
}
