package cases.core;

import dev.holdfast.Authorization;
import dev.holdfast.Backoff;
import dev.holdfast.ConnectionState;
import dev.holdfast.Credentials;
import dev.holdfast.CursorStore;
import dev.holdfast.Limits;
import dev.holdfast.RealtimeClient;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.protocol.HoldfastJson;

import dev.holdfast.*;
import dev.holdfast.protocol.*;
import java.nio.file.*;
import java.time.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;

/** Cursors at the edges; credentials at the edges; topics at the edges; IPv6; derived clients. */
public class Cases3 {
    static RealtimeClient.Builder b(String url) { return RealtimeClient.builder(url).backoff(Backoff.exponential(Duration.ofMillis(50), Duration.ofMillis(100)).withFirstRetry(Duration.ofMillis(20))); }
    static void topic(String t) throws Exception {
        List<String> paths = new CopyOnWriteArrayList<>();
        Srv srv = new Srv(c -> { c.head(); paths.add(c.requestLine); c.sse(); Srv.sleep(3000); });
        String r;
        try (RealtimeClient cl = b(srv.http() + "base?k=v").build()) { cl.subscribe(t, m -> {}); Srv.await(3000, () -> !paths.isEmpty()); r = paths.toString(); } catch (Throwable e) { r = e.toString(); }
        Srv.log("topic '" + t.replace("\n", "\\n").replace("\t", "\\t").replace("\0", "\\0") + "': " + r); srv.close();
    }
    static void url(String u) { try (RealtimeClient c = RealtimeClient.builder(u).build()) { Srv.log("url " + u + ": built; " + c.diagnostics().toString().split("\n")[0]); } catch (Throwable e) { Srv.log("url " + u + ": " + e); } }
    static void creds(String name, Credentials cr, long ms) throws Exception {
        List<String> auth = new CopyOnWriteArrayList<>();
        Srv srv = new Srv(c -> { c.head(); auth.add(c.path() + " " + c.headers.get("Authorization")); c.sse(); Srv.sleep(3000); });
        List<String> ev = new CopyOnWriteArrayList<>();
        RealtimeClient cl = b(srv.http()).credentials(cr).limits(Limits.defaults().withAttemptTimeout(Duration.ofMillis(700))).build();
        cl.addConnectionListener(e -> { if (e.delay() != null || e.current() == ConnectionState.CLOSED) ev.add("" + e.reason()); });
        cl.subscribe("", m -> {}); Srv.await(ms, () -> !auth.isEmpty() || ev.size() >= 2);
        Srv.log("credentials " + name + ": " + auth + " " + ev.stream().limit(2).toList()); cl.close(); srv.close();
    }
    public static void main(String[] a) throws Exception {
        for (String t : new String[]{"a/b", "..", "a/../b", ".", "%2e%2e", "a//b", "//evil.example/x", "a?x=1#f", "a:b", "http://evil/", "\\..\\x", "a\nb", "a\tb", "a\0b", "é/☃", "\ud800", "a%2fb", "a;b=c", " ", "..%2f", "a/..;/b", "\uFF0E\uFF0E/x", "x/"}) topic(t);
        for (String u : new String[]{"http://[::1]:80/", "http://[::1%25lo]/", "ws://localhost", "http://u:p@h/", "http://h@evil/", "http://good.com\\@evil.com/", "http://h:0/", "http://h:99999/", "http://h/#f", "HTTP://H/", "wss://h?q", "http:///x", "http://h/%zz", "ftp://h/", "http://h/a b", "http://bücher.example/", "http://h_x/", "http://1.2.3.4.5/", "//h/x", "", "http://user%40evil/"}) url(u);
        creds("null", r -> CompletableFuture.completedFuture(null), 3000);
        creds("null stage", r -> null, 3000);
        creds("throws", r -> { throw new IllegalStateException("secret-token-123"); }, 3000);
        creds("fails later", r -> { CompletableFuture<Authorization> f = new CompletableFuture<>(); new Thread(() -> f.completeExceptionally(new RuntimeException("secret-token-123"))).start(); return f; }, 3000);
        creds("never", r -> new CompletableFuture<>(), 4000);
        creds("twice from many threads", r -> { CompletableFuture<Authorization> f = new CompletableFuture<>(); for (int i = 0; i < 8; i++) { int k = i; new Thread(() -> f.complete(Authorization.bearer("t" + k))).start(); } return f; }, 3000);
        creds("newline", Credentials.bearer(() -> "a\r\nX-Evil: 1"), 3000);
        creds("error", r -> { throw new NoClassDefFoundError("x"); }, 3000);
        creds("cancelled", r -> { CompletableFuture<Authorization> f = new CompletableFuture<>(); f.cancel(true); return f; }, 3000);
        creds("ignores interrupts", r -> { long end = System.nanoTime() + 3_000_000_000L; while (System.nanoTime() < end) { } return CompletableFuture.completedFuture(Authorization.bearer("late")); }, 2500);
        creds("ticket", Credentials.oneTimeTicketInUrl("t k&=#", () -> "a b&c=d#e/?é"), 3000);
        // from("")
        try { SubscriptionOptions.text("").withCursor(""); Srv.log("from(\"\") is taken"); } catch (IllegalArgumentException e) { Srv.log("from(\"\"): " + e.getMessage()); }
        // files
        Path dir = Files.createTempDirectory(Paths.get(""), "store2"); CursorStore st = CursorStore.inDirectory(dir);
        for (String p : new String[]{"a\nb", "a\\nb", "\\", "\r", "", "\ud800", "x".repeat(1_048_600), "y".repeat(1_040_000), "\\".repeat(600_000)}) { String r; try { st.save("../../etc/passwd?\0\n", p); String l = st.load("../../etc/passwd?\0\n"); r = p.equals(l) ? "same" : "OTHER: " + (l.length() > 40 ? l.length() + " chars" : l); } catch (Exception e) { r = "" + e.getMessage().replaceAll("/tmp\\S*", "…"); } Srv.log("file store, position of " + p.length() + " chars '" + (p.length() > 10 ? p.substring(0, 5) + "…" : p.replace("\n", "\\n").replace("\r", "\\r").replace("\ud800", "\\ud800")) + "': " + r); }
        try (var s = Files.list(dir)) { s.forEach(f -> { try { System.out.println("   " + f.getFileName() + " " + Files.getPosixFilePermissions(f)); } catch (Exception e) {} }); }
        // IPv6
        try { Srv six = new Srv("::1", c -> { c.head(); c.sse(); c.w("data: " + c.headers.get("Host") + "\n\n").fl(); Srv.sleep(1000); }); CountDownLatch got = new CountDownLatch(1); RealtimeClient cl = b("http://[::1]:" + six.port() + "/").build(); cl.subscribe("", m -> { Srv.log("IPv6: Host " + m.text()); got.countDown(); }); if (!got.await(4, TimeUnit.SECONDS)) Srv.log("IPv6: nothing"); cl.close(); } catch (Exception e) { Srv.log("IPv6 " + e); }
        // derived clients, closed in every order
        for (int order = 0; order < 6; order++) { HfSrv hf = new HfSrv(); RealtimeClient c1 = b(hf.srv.ws()).protocol(HoldfastJson.create()).build(), c2 = c1.newBuilder().build(), c3 = c2.newBuilder().build(); RealtimeClient[] cs = {c1, c2, c3}; AtomicLong[] n = {new AtomicLong(), new AtomicLong(), new AtomicLong()}; for (int i = 0; i < 3; i++) { int k = i; cs[i].subscribe("t", m -> n[k].incrementAndGet()); } Srv.await(5000, () -> n[0].get() > 0 && n[1].get() > 0 && n[2].get() > 0);
            int[][] orders = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}}; StringBuilder r = new StringBuilder(); for (int k : orders[order]) { cs[k].close(); Srv.sleep(60); long[] x = {n[0].get(), n[1].get(), n[2].get()}; Srv.sleep(150); for (int i = 0; i < 3; i++) r.append(cs[i].state() == ConnectionState.CLOSED ? (n[i].get() == x[i] ? "." : "!") : (n[i].get() > x[i] ? "+" : "?")); r.append(' '); }
            RealtimeClient c4 = c1.newBuilder().build(); AtomicLong m4 = new AtomicLong(); c4.subscribe("t", m -> m4.incrementAndGet()); boolean after = Srv.await(3000, () -> m4.get() > 0); c4.close(); Srv.log("derived, order " + Arrays.toString(orders[order]) + ": " + r + " one derived of a closed one works: " + after); hf.srv.close(); }
        System.exit(0);
    }
}
