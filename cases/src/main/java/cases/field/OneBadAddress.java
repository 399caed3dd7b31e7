// cases/run OneBadAddress
// Reported: elastic/elasticsearch#135091, lysine-dev/okhttp#1736, kurrent-io/KurrentDB#2131, AsyncHttpClient/async-http-client#2202: a name has two addresses; the server behind the first accepts and never answers; each attempt begins with it again.
package cases.field;
import dev.holdfast.*;
import java.net.*;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
class OneBadAddress {
    static void run(String name, String scheme, boolean alive, boolean reset) throws Exception {
        AtomicInteger bad = new AtomicInteger(), good = new AtomicInteger();
        Rig.Script ok = c -> { if (!c.request()) return; good.incrementAndGet(); if (c.header("Upgrade") != null) { c.upgrade(); c.text("hello"); } else { c.sse(); c.raw("data: hello\n\n"); } c.untilGone(); };
        try (Rig second = new Rig("127.0.0.2", 0, ok)) {
            try (Rig first = new Rig("127.0.0.1", second.port(), c -> { if (!c.request()) return; bad.incrementAndGet(); if (reset) { c.respond(503, null, ""); return; } if (alive) { c.leaveOpen = true; c.untilGone(); } })) {
                okhttp3.OkHttpClient http = new okhttp3.OkHttpClient.Builder().dns(host -> List.of(InetAddress.getByName("127.0.0.1"), InetAddress.getByName("127.0.0.2"))).build();
                try (RealtimeClient client = RealtimeClient.builder(scheme + "://feed.test:" + second.port() + "/").okHttpClient(http)
                        .limits(Limits.defaults().attemptTimeout(Duration.ofMillis(1000))).backoff(Backoff.exponential(Duration.ofMillis(100), Duration.ofMillis(200))).build()) {
                    CompletableFuture<String> end = new CompletableFuture<>();
                    client.subscribe(m -> end.complete("message " + m.data()));
                    String what;
                    try { what = end.get(15, TimeUnit.SECONDS); } catch (TimeoutException e) { what = "nothing in 15 s"; }
                    Rig.log("%s: %s; attempts at the bad address %d, at the good one %d", name, what, bad.get(), good.get());
                    Rig.verdict(name + (what.startsWith("message") ? " holds" : " FAILS: the second address is never tried"));
                }
            }
        }
    }
    public static void main(String[] a) throws Exception {
        run("http, the first accepts and is silent", "http", true, false);
        run("ws, the first accepts and is silent", "ws", true, false);
        run("http, the first answers 503", "http", true, true);
        run("http, the first closes at once", "http", false, false);
    }
}
