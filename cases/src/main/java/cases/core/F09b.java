package cases.core;
import dev.holdfast.*;
import java.time.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
/** What becomes of the TCP connection of a 101 whose Connection header is a list: reused for the next attempt? leaked? */
public class F09b {
    public static void main(String[] a) throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        Srv srv = new Srv(c -> {
            int r = 0;
            while (c.head()) { r++; seen.add("conn " + c.n + " request " + r + (r > 1 ? " bytes began with: " + c.requestLine : "")); c.w("HTTP/1.1 101 S\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\nSec-WebSocket-Accept: " + c.accept() + "\r\n\r\n").fl(); }
            seen.add("conn " + c.n + " EOF");
        });
        RealtimeClient cl = RealtimeClient.builder(srv.ws()).backoff(Backoff.exponential(Duration.ofMillis(300), Duration.ofMillis(300)).firstRetry(Duration.ofMillis(300))).build();
        AtomicInteger ends = new AtomicInteger();
        cl.addConnectionListener(e -> { if (e.delay() != null) ends.incrementAndGet(); });
        cl.subscribe("", m -> {});
        Srv.await(15000, () -> ends.get() >= 8);
        Srv.log("accepted " + srv.accepted.get() + " open at the server " + srv.conns.size() + " ends " + ends.get()); seen.forEach(System.out::println);
        cl.close(); Srv.sleep(1500);
        Srv.log("after close: open at the server " + srv.conns.size());
        System.exit(0);
    }
}
