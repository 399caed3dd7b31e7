package cases.core;
import dev.holdfast.*;
import java.net.*;
import java.util.*;
import java.util.concurrent.*;
import okhttp3.*;
public class F11b { public static void main(String[] a) throws Exception { Srv live = new Srv("127.0.0.2", c -> { c.head(); c.sse(); c.w("data: hi\n\n").fl(); Srv.sleep(6000); }); OkHttpClient ok = new OkHttpClient.Builder().dns(h -> List.of(InetAddress.getByName("127.0.0.1"), InetAddress.getByName("::1"), InetAddress.getByName("127.0.0.2"))).build(); RealtimeClient cl = RealtimeClient.builder("http://feed.test:" + live.port() + "/").okHttpClient(ok).build(); long t = System.nanoTime(); CountDownLatch got = new CountDownLatch(1); cl.subscribe("", m -> got.countDown()); Srv.log("two refusing addresses, then a live one: " + got.await(8, TimeUnit.SECONDS) + " after " + (System.nanoTime() - t) / 1_000_000 + " ms, attempts " + cl.stats().attempts()); System.exit(0); } }
