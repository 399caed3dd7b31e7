package cases.core;
import dev.holdfast.*;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;

/** A load balancer that redirects (307) to a node: another port, so another origin. Is the position kept? */
public class F06RedirectPosition {
    public static void main(String[] a) throws Exception {
        List<String> log = new CopyOnWriteArrayList<>();
        int[] next = {1};
        Srv node = new Srv(c -> {
            c.head();
            Srv.log("node: " + c.requestLine + "  Last-Event-ID=" + c.headers.get("Last-Event-ID"));
            String last = c.headers.get("Last-Event-ID");
            int from = last != null ? Integer.parseInt(last) + 1 : next[0];
            c.sse();
            synchronized (next) {
                int to = next[0];
                for (int i = from; i < to; i++) c.w("id: " + i + "\ndata: m" + i + "\n\n");       // history, where asked for
                for (int i = 0; i < 3; i++) { c.w("id: " + next[0] + "\ndata: m" + next[0] + "\n\n").fl(); next[0]++; }
                next[0] += 2; // two more are published while nobody is connected
            }
            Srv.sleep(100);
        });
        boolean same = a.length > 0;
        Srv lb = new Srv(c -> { c.head(); Srv.log("lb:   " + c.requestLine + "  Last-Event-ID=" + c.headers.get("Last-Event-ID")); c.w("HTTP/1.1 307 X\r\nContent-Length: 0\r\nLocation: " + node.http() + "node7\r\n\r\n").fl(); });
        RealtimeClient client = RealtimeClient.builder(same ? node.http() : lb.http()).backoff(Backoff.exponential(Duration.ofMillis(50), Duration.ofMillis(100))).build();
        List<String> got = new CopyOnWriteArrayList<>();
        client.subscribe("", new SubscriptionListener<String>() {
            public void onMessage(Message<String> m) { got.add(m.text()); }
            public void onSubscribed(Continuity c) { got.add(c.toString()); }
        });
        Srv.sleep(6000);
        Srv.log("got " + got);
        System.exit(0);
    }
}
