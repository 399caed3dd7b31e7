package cases.core;
import dev.holdfast.*;
import dev.holdfast.protocol.*;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;

/** A dialect whose reader meets an Error (here: StackOverflowError from a recursive reader) in the frame behind a good message of the same read. */
public class F02ErrorInReader {
    @SuppressWarnings("unchecked") static <E extends Throwable> void sneak(Throwable t) throws E { throw (E) t; }
    static int depth(String s, int i) { return i < s.length() && s.charAt(i) == '[' ? 1 + depth(s, i + 1) : 0; }
    public static void main(String[] a) throws Exception {
        boolean direct = a[0].equals("direct");
        Srv srv = new Srv(c -> {
            c.head(); c.upgrade();
            String sub = c.recvText();
            Srv.log("server: conn " + c.n + " got " + sub);
            String bad = "{\"t\":\"x\",\"d\":" + "[".repeat(200_000) + "]".repeat(200_000) + "}";
            if (c.n == 1) { // one write: a good message, then one that the reader overflows its stack on (pre-sent begin, so that the end shares a read with the good one)
                byte[] good = Srv.Conn.text("{\"t\":\"x\",\"d\":\"good-1\"}");
                byte[] poison = Srv.Conn.text("{\"t\":\"x\",\"d\":\"!boom\"}");
                byte[] both = new byte[good.length + poison.length];
                System.arraycopy(good, 0, both, 0, good.length); System.arraycopy(poison, 0, both, good.length, poison.length);
                c.send(both);
            } else for (int i = 0; i < 100; i++) { c.send("{\"t\":\"x\",\"d\":\"later-" + c.n + "-" + i + "\"}"); Srv.sleep(100); }
            Srv.sleep(10_000);
        });
        JsonDialect d = JsonDialect.of("demo", routes -> "{\"sub\":\"x\"}", (json, reply) -> {
            String v = json.string("d");
            if (v.startsWith("!")) { if (a.length > 1 && a[1].equals("linkage")) throw new NoSuchMethodError("as in a shrunk app"); if (a.length > 1 && a[1].equals("checked")) F02ErrorInReader.<RuntimeException>sneak(new java.io.IOException("a checked exception out of a Kotlin reader, such as org.json.JSONException")); throw new StackOverflowError("as a recursive reader does"); }
            reply.message(json.string("t"), v, null, null);
        });
        RealtimeClient client = RealtimeClient.builder(srv.ws()).protocol(d)
                .delivery(direct ? Delivery.direct() : Delivery.background()).backoff(Backoff.exponential(Duration.ofMillis(100), Duration.ofMillis(200))).build();
        client.addConnectionListener(e -> Srv.log("event " + e));
        Subscription s = client.subscribe("x", new SubscriptionListener<String>() {
            public void onMessage(Message<String> m) { if (m.text().startsWith("good") || m.text().endsWith("-0")) Srv.log("onMessage " + m.text()); }
            public void onSubscribed(Continuity c) { Srv.log("onSubscribed " + c); }
            public void onError(Throwable t) { Srv.log("onError " + t); }
            public void onEnded(CloseReason r) { Srv.log("onEnded " + r); }
        });
        Srv.sleep(4000);
        Srv.log("state " + client.state() + " sub " + s.state() + " " + s.stats());
        Thread t = new Thread(s::unsubscribe, "unsubscriber"); t.setDaemon(true); t.start();
        t.join(3000);
        Srv.log("unsubscribe returned: " + !t.isAlive());
        if (t.isAlive()) for (StackTraceElement e : t.getStackTrace()) if (e.getClassName().startsWith("dev.holdfast")) System.out.println("   at " + e);
        Srv.log("drain: " + client.drain(Duration.ofSeconds(2)).get());
        System.exit(0);
    }
}
