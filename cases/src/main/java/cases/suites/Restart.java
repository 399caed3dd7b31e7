package cases.suites;
import com.sun.net.httpserver.HttpServer;
import dev.holdfast.*;
import java.io.*;
import java.net.*;
import java.util.concurrent.*;

/** What a ConnectionListener hears of reconnectNow(), and of a drop. */
public class Restart {
    public static void main(String[] a) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(r -> { Thread t = new Thread(r); t.setDaemon(true); return t; }));
        server.createContext("/", x -> {
            x.getResponseHeaders().set("Content-Type", "text/event-stream"); x.sendResponseHeaders(200, 0);
            OutputStream o = x.getResponseBody(); o.write("data: hello\n\n".getBytes()); o.flush();
            try { Thread.sleep(x.getRequestURI().getPath().equals("/drop") ? 300 : 4000); } catch (InterruptedException e) { }
            x.close();
        });
        server.start();
        for (String path : new String[] {"/hold", "/drop"}) {
            System.out.println(path);
            try (RealtimeClient c = RealtimeClient.builder("http://127.0.0.1:" + server.getAddress().getPort() + path)
                    .backoff(Backoff.exponential(java.time.Duration.ofMillis(1), java.time.Duration.ofSeconds(30)).firstRetry(java.time.Duration.ZERO).stableAfter(java.time.Duration.ZERO)).build()) {
                c.addConnectionListener(e -> System.out.println("  delay=" + e.delay() + " | " + e));
                c.subscribe(m -> System.out.println("  message " + m.data()));
                Thread.sleep(1000);
                if (path.equals("/hold")) { System.out.println("  reconnectNow()"); c.reconnectNow(); Thread.sleep(500); }
            }
        }
        System.exit(0);
    }
}
