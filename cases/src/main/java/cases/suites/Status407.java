package cases.suites;
import dev.holdfast.*;
import java.io.*;
import java.net.*;
import java.util.concurrent.*;
import okhttp3.OkHttpClient;

/** 407: (a) from an origin without a proxy, (b) from a proxy to CONNECT (https through it), (c) from a proxy to a plain GET. */
public class Status407 {
    static void answer407(ServerSocket s) {
        while (true) try (Socket c = s.accept()) {
            BufferedReader r = new BufferedReader(new InputStreamReader(c.getInputStream()));
            String first = r.readLine(); String l; while ((l = r.readLine()) != null && !l.isEmpty()) { }
            System.out.println("  server saw: " + first);
            c.getOutputStream().write("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".getBytes());
            c.shutdownOutput(); Thread.sleep(50);
        } catch (Exception e) { return; }
    }
    public static void main(String[] a) throws Exception {
        ServerSocket s = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread t = new Thread(() -> answer407(s)); t.setDaemon(true); t.start();
        OkHttpClient viaProxy = new OkHttpClient.Builder().proxy(new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", s.getLocalPort()))).build();
        run("a: origin answers 407", "http://127.0.0.1:" + s.getLocalPort() + "/x", null);
        run("b: proxy answers 407 to CONNECT (https)", "https://feed.example.test/x", viaProxy);
        run("b2: proxy answers 407 to CONNECT (wss)", "wss://feed.example.test/x", viaProxy);
        run("c: proxy answers 407 to GET (http)", "http://feed.example.test/x", viaProxy);
    }
    static void run(String name, String url, OkHttpClient http) throws Exception {
        System.out.println(name);
        RealtimeClient.Builder b = RealtimeClient.builder(url);
        if (http != null) b.okHttpClient(http);
        CountDownLatch ended = new CountDownLatch(1);
        try (RealtimeClient c = b.build()) {
            c.addConnectionListener(e -> System.out.println("  " + e + (e.reason() == null ? "" : " cause=" + e.reason().cause())));
            c.subscribe("", new L(ended));
            System.out.println("  ended for good: " + ended.await(3, TimeUnit.SECONDS));
        }
    }
    static class L implements SubscriptionListener<String> {
        final CountDownLatch ended; L(CountDownLatch e) { ended = e; }
        public void onMessage(Message<String> m) { }
        public void onEnded(CloseReason r) { System.out.println("  onEnded " + r); ended.countDown(); }
    }
}
