// cases/run WsThroughProxy
// Reported: lysine-dev/okhttp#4390, couchbase/couchbase-lite-android#1773, curl/curl#21663: ws:// through an HTTP proxy must be tunnelled (RFC 6455 section 4.1), many proxies drop the upgrade otherwise.
package cases.field;
import dev.holdfast.*;
import java.net.*;
import java.util.*;
import java.util.concurrent.*;
class WsThroughProxy {
    public static void main(String[] a) throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (Rig server = new Rig(c -> { if (!c.request()) return; c.upgrade(); c.text("hello"); c.untilGone(); });
             Rig proxy = new Rig(c -> {
                if (!c.request()) return;
                seen.add(c.head.split("\r\n")[0]);
                if (!c.method.equals("CONNECT")) { c.respond(426, "text/html", "this proxy forwards plain requests without hop-by-hop headers"); return; }
                try (Socket up = new Socket("127.0.0.1", server.port())) {
                    c.raw("HTTP/1.1 200 Connection established\r\n\r\n");
                    Thread t = new Thread(() -> { try { up.getInputStream().transferTo(c.out); } catch (Exception e) { } });
                    t.start();
                    c.in.transferTo(up.getOutputStream());
                } catch (java.io.IOException e) { }
             });
             RealtimeClient client = RealtimeClient.builder(server.ws("/feed")).okHttpClient(new okhttp3.OkHttpClient.Builder().proxy(new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", proxy.port()))).build()).build()) {
            CompletableFuture<String> end = new CompletableFuture<>();
            client.subscribe(new SubscriptionListener<String>() {
                public void onMessage(Message<String> m) { end.complete("message " + m.data()); }
                public void onEnded(CloseReason r) { end.complete("ended " + r); }
            });
            String what = end.get(20, TimeUnit.SECONDS);
            Rig.log("the proxy saw %s; %s", seen, what);
            Rig.verdict(what.startsWith("message") ? "holds" : "FAILS: ws:// is not tunnelled (OkHttp's choice); a proxy that does not know upgrades ends it for good");
        }
    }
}
