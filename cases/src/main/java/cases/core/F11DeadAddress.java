package cases.core;
import dev.holdfast.*;
import java.net.*;
import java.time.*;
import java.util.*;
import java.util.concurrent.*;
import okhttp3.*;

/** A name with two addresses, the first of which never answers (its accept queue is full, so that SYNs are dropped). */
public class F11DeadAddress {
    public static void main(String[] a) throws Exception {
        boolean fast = a[0].equals("fast");
        Srv live = new Srv("127.0.0.2", c -> { c.head(); c.sse(); c.w("data: hi\n\n").fl(); Srv.sleep(60_000); });
        ServerSocket dead = new ServerSocket(live.port(), 1, InetAddress.getByName("127.0.0.1"));
        List<Socket> fill = new ArrayList<>();
        for (int i = 0; i < 4; i++) { Socket s = new Socket(); try { s.connect(new InetSocketAddress("127.0.0.1", live.port()), 300); fill.add(s); } catch (Exception e) { } }
        Srv.log("filled " + fill.size() + " of the dead one's queue");
        OkHttpClient.Builder b = new OkHttpClient.Builder().dns(h -> List.of(InetAddress.getByName("127.0.0.1"), InetAddress.getByName("127.0.0.2"))).connectTimeout(Duration.ofSeconds(1));
        if (!fast) b.fastFallback(false);
        OkHttpClient ok = b.build();
        long t0 = System.nanoTime();
        try (Response r = ok.newCall(new Request.Builder().url("http://feed.test:" + live.port() + "/").build()).execute()) { Srv.log("OkHttp alone, as the app set it up: " + r.code() + " after " + (System.nanoTime() - t0) / 1_000_000 + " ms"); }
        RealtimeClient cl = RealtimeClient.builder("http://feed.test:" + live.port() + "/").okHttpClient(ok).backoff(Backoff.exponential(Duration.ofMillis(500), Duration.ofSeconds(1))).build();
        cl.addConnectionListener(e -> Srv.log("event " + e));
        CountDownLatch got = new CountDownLatch(1);
        cl.subscribe("", m -> got.countDown());
        Srv.log("Holdfast got a message within 45 s: " + got.await(45, TimeUnit.SECONDS));
        System.exit(0);
    }
}
