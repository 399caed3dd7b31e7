package cases.core;
import dev.holdfast.*;
import dev.holdfast.protocol.*;
import java.time.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;

/** Requests that OkHttp makes within one attempt of Holdfast: 503 with Retry-After: 0, and 408. */
public class F07Inner {
    public static void main(String[] a) throws Exception {
        for (String resp : new String[]{"503 X\r\nRetry-After: 0", "408 X", "408 X\r\nRetry-After: 0", "503 X\r\nRetry-After: 9999999999", "503 X\r\nRetry-After: 2147483648", "408 X\r\nRetry-After: 3600", "429 X\r\nRetry-After: 9999999999", "503 X"}) {
            List<String> seen = new CopyOnWriteArrayList<>();
            long t0 = System.nanoTime();
            Srv srv = new Srv(c -> { while (c.head()) { seen.add((System.nanoTime() - t0) / 1_000_000 + "ms " + c.path() + " " + c.headers.get("X-Attempt")); c.w("HTTP/1.1 " + resp + "\r\nContent-Length: 0\r\n\r\n").fl(); } });
            AtomicInteger tickets = new AtomicInteger();
            RealtimeClient cl = RealtimeClient.builder(srv.http()).attemptHeader("X-Attempt")
                    .credentials(Credentials.oneTimeTicketInUrl("ticket", () -> "t" + tickets.incrementAndGet()))
                    .backoff(Backoff.exponential(Duration.ofSeconds(5), Duration.ofSeconds(5)).firstRetry(Duration.ofSeconds(5))).build();
            List<String> ev = new CopyOnWriteArrayList<>();
            cl.addConnectionListener(e -> { if (e.delay() != null || e.current() == ConnectionState.CLOSED) ev.add(e.toString()); });
            Subscription s = cl.subscribe("", m -> {});
            Srv.await(6000, () -> ev.size() > 0);
            Srv.log(resp.replace("\r\n", " | ") + "\n      requests of the first attempt: " + seen + "\n      " + ev);
            cl.close(); srv.close();
        }
        System.exit(0);
    }
}
