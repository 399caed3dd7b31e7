package cases.core;
import dev.holdfast.*;
import dev.holdfast.jvm.*;
import dev.holdfast.protocol.*;
import java.sql.SQLTransientConnectionException;
import java.time.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;

/** A cursor store whose save fails ONCE (a database that restarts), under a MessageStream, a Flow publisher and a plain listener. */
public class F22StoreHiccup {
    static CursorStore store() { AtomicInteger n = new AtomicInteger(); return new CursorStore() { public String load(String k) { return null; } public void save(String k, String c) throws Exception { if (n.incrementAndGet() == 5) throw new SQLTransientConnectionException("the database is restarting"); } }; }
    public static void main(String[] a) throws Exception {
        HfSrv hf = new HfSrv();
        { RealtimeClient cl = RealtimeClient.builder(hf.srv.ws()).protocol(HoldfastJson.create()).cursorStore(store()).build(); AtomicLong n = new AtomicLong(); List<String> e = new CopyOnWriteArrayList<>(); Subscription s = cl.subscribe("a", new SubscriptionListener<String>() { public void onMessage(Message<String> m) { n.incrementAndGet(); } public void onError(Throwable t) { e.add("" + t); } }); Srv.sleep(3000); Srv.log("listener: " + n + " messages in 3 s, " + s.state() + ", onError " + e); cl.close(); }
        { RealtimeClient cl = RealtimeClient.builder(hf.srv.ws()).protocol(HoldfastJson.create()).cursorStore(store()).build(); AtomicLong n = new AtomicLong(); long t0 = System.nanoTime(); try (MessageStream<String> s = MessageStream.open(cl, SubscriptionRequest.text("b"))) { for (Message<String> m : s) { n.incrementAndGet(); if (System.nanoTime() - t0 > 3e9) break; } Srv.log("MessageStream: " + n + " messages in 3 s"); } catch (StreamException e) { Srv.log("MessageStream: ended after " + n + " messages and " + (System.nanoTime() - t0) / 1_000_000 + " ms: " + e); } cl.close(); }
        { RealtimeClient cl = RealtimeClient.builder(hf.srv.ws()).protocol(HoldfastJson.create()).cursorStore(store()).build(); AtomicLong n = new AtomicLong(); CountDownLatch end = new CountDownLatch(1); Streams.publisher(cl, SubscriptionRequest.text("c")).subscribe(new Flow.Subscriber<>() { public void onSubscribe(Flow.Subscription s) { s.request(Long.MAX_VALUE); } public void onNext(Message<String> m) { n.incrementAndGet(); } public void onError(Throwable t) { Srv.log("publisher: onError after " + n + " messages: " + t); end.countDown(); } public void onComplete() {} }); if (!end.await(3, TimeUnit.SECONDS)) Srv.log("publisher: " + n + " messages in 3 s"); cl.close(); }
        System.exit(0);
    }
}
