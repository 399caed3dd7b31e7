package cases.core;
import dev.holdfast.*;
import dev.holdfast.protocol.*;
import dev.holdfast.spi.*;
import java.time.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.function.Function;

/** A wire protocol (public SPI) that hands on what its server asks to wait: 317 years. */
public class F23HugeRetryAfter {
    public static void main(String[] a) throws Exception {
        long secs = Long.parseLong(a[0]); boolean topic = a.length > 1;
        WireProtocol p = new WireProtocol() {
            final WireProtocol plain = HoldfastJson.create();
            public String name() { return "mine"; } public Binding binding(Transport t) { return Binding.MULTIPLEXED; } public boolean resumes() { return true; }
            public Conversation converse(Outlet out) { return new Conversation() {
                Route r;
                public void opened(Function<String, String> h) { out.ready(); }
                public void subscribe(List<Route> rs) { r = rs.get(0); for (Route x : rs) out.subscribed(x, Continuity.FRESH); }
                public void received(Frame f) { if (f.text().equals("later")) { CloseReason why = CloseReason.retryable(CloseReason.Kind.SERVER, "come back later").withRetryAfter(Duration.ofSeconds(secs)); if (topic) out.ended(r, why); else out.close(why); } else for (int i = 0; i < 1; i++) out.message(r, null, null, f); }
            }; }
        };
        Srv srv = new Srv(c -> { c.head(); c.upgrade(); c.send("one"); Srv.sleep(300); c.send("later"); c.recv(); Srv.sleep(500); });
        RealtimeClient cl = RealtimeClient.builder(srv.ws()).protocol(p).backoff(Backoff.exponential(Duration.ofMillis(100), Duration.ofMillis(100))).build();
        cl.addConnectionListener(e -> Srv.log("event " + e));
        Subscription s = cl.subscribe("x", new SubscriptionListener<String>() { public void onMessage(Message<String> m) { Srv.log("message " + m.text()); } public void onEnded(CloseReason r) { Srv.log("onEnded " + r); } });
        Srv.sleep(3000);
        Srv.log("after 3 s: client " + cl.state() + ", subscription " + s.state() + ", connections at the server " + srv.conns.size() + "\n" + cl.diagnostics());
        cl.reconnectNow(); Srv.sleep(1000); Srv.log("after reconnectNow: client " + cl.state() + " accepted " + srv.accepted);
        System.exit(0);
    }
}
