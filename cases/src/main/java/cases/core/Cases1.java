package cases.core;
import dev.holdfast.*;
import dev.holdfast.protocol.*;
import java.time.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;

public class Cases1 {
    static RealtimeClient client(String url) { return RealtimeClient.builder(url).backoff(Backoff.exponential(Duration.ofMillis(50), Duration.ofMillis(100)).firstRetry(Duration.ofMillis(20))).build(); }
    static class Rec implements SubscriptionListener<String> {
        final List<String> got = new CopyOnWriteArrayList<>();
        public void onMessage(Message<String> m) { got.add("M[" + m.id() + "|" + m.type() + "|" + m.text() + "]"); }
        public void onSubscribed(Continuity c) { got.add(c.toString()); }
        public void onError(Throwable t) { got.add("ERR " + t); }
        public void onEnded(CloseReason r) { got.add("END " + r); }
        public void onDropped(Dropped d) { got.add("DROP " + d); }
    }
    static String cut(Object o) { String s = o.toString(); return s.length() > 300 ? s.substring(0, 300) + "…" : s; }

    static void idCase(String name, byte[] id, String echo) throws Exception {
        List<String> heads = new CopyOnWriteArrayList<>();
        Srv srv = new Srv(c -> {
            c.head(); String last = c.rawHead.stream().filter(l -> l.toLowerCase().startsWith("last-event-id")).findFirst().orElse("(none)");
            heads.add(last);
            if (echo != null && c.n > 1) c.sse("Last-Event-ID: " + (echo.equals("same") ? last.substring(last.indexOf(':') + 1).trim() : echo)); else c.sse();
            c.w("id: ").w(id).w("\ndata: x\n\n").fl(); Srv.sleep(50);
            if (c.n == 2) Srv.sleep(5000);
        });
        RealtimeClient cl = client(srv.http()); Rec r = new Rec();
        cl.addConnectionListener(e -> { if (e.reason() != null && e.delay() == null && e.current() == ConnectionState.CLOSED) r.got.add("EV " + e); });
        Subscription s = cl.subscribe("", r);
        Srv.await(6000, () -> heads.size() >= 2 || s.state() == SubscriptionState.ENDED); Srv.sleep(300);
        Srv.log(name + ": cursor='" + cut(("" + s.cursor()).replace("\t", "\\t")) + "' sent " + cut(heads).replace("\t", "\\t") + " got " + cut(r.got));
        cl.close(); srv.close();
    }

    static void statusCase(String name, String... response) throws Exception {
        AtomicInteger requests = new AtomicInteger(); List<Long> at = new CopyOnWriteArrayList<>();
        Srv srv = new Srv(c -> { while (c.head()) { requests.incrementAndGet(); at.add(System.nanoTime()); for (String r : response) c.w(r); c.fl(); } });
        RealtimeClient cl = client(srv.http()); Rec r = new Rec(); List<String> ev = new CopyOnWriteArrayList<>();
        cl.addConnectionListener(e -> { if (e.delay() != null || e.current() == ConnectionState.CLOSED) ev.add(e.attemptName().replaceAll(".*\\.", "#") + " " + (e.delay() == null ? "" : e.delay().toMillis() + "ms ") + e.reason()); });
        AtomicInteger asked = new AtomicInteger();
        Subscription s = cl.subscribe("", r);
        Srv.await(4000, () -> ev.size() >= 1); 
        int n = requests.get();
        Srv.log(name + ": requests by the first back-off " + n + (n > 1 ? " (" + (at.get(1) - at.get(0)) / 1_000_000 + " ms apart)" : "") + " " + (ev.isEmpty() ? "NO EVENT" : ev.get(0)) + " " + cut(r.got));
        cl.close(); srv.close();
    }
    public static void main(String[] a) throws Exception {
        idCase("plain", "abc".getBytes(), null);
        idCase("echo", "abc".getBytes(), "same");
        idCase("TAB inside", "a\tb".getBytes(), null);
        idCase("trailing space, echoed", "abc ".getBytes(), "same");
        idCase("unicode", "ключ-☃-😀".getBytes("UTF-8"), "same");
        idCase("NEL", "a\u0085b".getBytes("UTF-8"), "same");
        idCase("NUL", "a\0b".getBytes("UTF-8"), null);
        idCase("bad utf8", new byte[]{'a', (byte) 0xff, 'b'}, null);
        idCase("DEL", "a\u007fb".getBytes(), null);
        idCase("ESC", "a\u001bb".getBytes(), null);
        byte[] big = new byte[1_000_000]; Arrays.fill(big, (byte) 'i');
        idCase("1 MB id", big, null);
        String[] ra = {"0", "1", "-5", "garbage", "99999999999999999999", "1.5", " 2 ", "Wed, 21 Oct 2015 07:28:00 GMT", java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(30)), java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC).plusYears(30)), "Fri, 31 Dec 99999 23:59:59 GMT", "٣"};
        for (String v : ra) statusCase("503 Retry-After '" + v + "'", "HTTP/1.1 503 X\r\nContent-Length: 0\r\nRetry-After: " + v + "\r\n\r\n");
        statusCase("503", "HTTP/1.1 503 X\r\nContent-Length: 0\r\n\r\n");
        statusCase("408", "HTTP/1.1 408 X\r\nContent-Length: 0\r\n\r\n");
        statusCase("421", "HTTP/1.1 421 X\r\nContent-Length: 0\r\n\r\n");
        statusCase("429 RA 0", "HTTP/1.1 429 X\r\nContent-Length: 0\r\nRetry-After: 0\r\n\r\n");
        statusCase("204", "HTTP/1.1 204 X\r\n\r\n");
        statusCase("204 with a length", "HTTP/1.1 204 X\r\nContent-Length: 5\r\n\r\nhello");
        statusCase("205", "HTTP/1.1 205 X\r\nContent-Length: 0\r\n\r\n");
        statusCase("101 unasked", "HTTP/1.1 101 X\r\nUpgrade: foo\r\nConnection: upgrade\r\n\r\n");
        statusCase("100 100 200", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 503 X\r\nContent-Length: 0\r\n\r\n");
        statusCase("103 x3 503", "HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 503 X\r\nContent-Length: 0\r\n\r\n");
        statusCase("999", "HTTP/1.1 999 X\r\nContent-Length: 0\r\n\r\n");
        statusCase("300", "HTTP/1.1 300 X\r\nContent-Length: 0\r\n\r\n");
        statusCase("304", "HTTP/1.1 304 X\r\n\r\n");
        statusCase("401 no creds", "HTTP/1.1 401 X\r\nContent-Length: 0\r\nRetry-After: 1\r\n\r\n");
        statusCase("302 nowhere", "HTTP/1.1 302 X\r\nContent-Length: 0\r\nLocation: ftp://x/\r\n\r\n");
        statusCase("302 javascript", "HTTP/1.1 302 X\r\nContent-Length: 0\r\nLocation: javascript:alert(1)\r\n\r\n");
        statusCase("302 empty", "HTTP/1.1 302 X\r\nContent-Length: 0\r\nLocation: \r\n\r\n");
        String body = "\r\n\r\ndata: x\n\n";
        String[] types = {"text/event-stream", "TEXT/Event-Stream; charset=UTF-8", "text/event-stream;", "text/event-stream; charset", "text/event-stream; charset=", "text/event-stream;charset=latin1", "text/event-stream, text/event-stream", "text/event-stream; a=\"b", " text/event-stream ", "text/event-stream;;;", "text/event-streamx", "application/json"};
        for (String t : types) statusCase("type '" + t + "'", "HTTP/1.1 200 X\r\nConnection: close\r\nContent-Length: 9\r\nContent-Type: " + t + body);
        for (String e : new String[]{"gzip", "identity", "none", "", "identity, identity", "IDENTITY", "utf-8", "aws-chunked"}) statusCase("coding '" + e + "'", "HTTP/1.1 200 X\r\nContent-Length: 9\r\nContent-Type: text/event-stream\r\nContent-Encoding: " + e + body);
        System.exit(0);
    }
}
