package cases.core;
import dev.holdfast.*;
import dev.holdfast.protocol.*;
import java.io.*;
import java.time.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.zip.*;

public class Cases2 {
    interface S { void run(Srv.Conn c) throws Exception; }
    static String cut(Object o) { String s = o.toString(); return s.length() > 260 ? s.substring(0, 260) + "…" : s; }
    static byte[] deflate(byte[] in, Deflater d, boolean cutTail) { byte[] out = new byte[in.length * 2 + 64]; d.setInput(in); int n = d.deflate(out, 0, out.length, Deflater.SYNC_FLUSH); return Arrays.copyOf(out, cutTail ? n - 4 : n); }
    static void ws(String name, String[] heads, S script) throws Exception {
        List<String> srvLog = new CopyOnWriteArrayList<>();
        AtomicInteger n = new AtomicInteger();
        Srv srv = new Srv(c -> {
            c.head(); if (n.incrementAndGet() > 1) { Srv.sleep(2000); return; }
            if (heads != null) c.upgrade(heads);
            script.run(c);
            c.s.setSoTimeout(1500);
            try { while (true) { byte[] p = c.recv(); if (p == null) { srvLog.add("EOF"); break; } srvLog.add("op" + c.op + (c.rsv1 ? "Z" : "") + (c.op == 8 ? (p.length >= 2 ? " code " + ((p[0] & 255) << 8 | p[1] & 255) : " no code") : " " + p.length + "B")); } } catch (IOException e) { srvLog.add("" + e.getMessage()); }
        });
        RealtimeClient cl = RealtimeClient.builder(srv.ws()).backoff(Backoff.exponential(Duration.ofSeconds(30), Duration.ofSeconds(30)).firstRetry(Duration.ofSeconds(30))).build();
        List<String> got = new CopyOnWriteArrayList<>();
        cl.addConnectionListener(e -> { if (e.delay() != null || e.current() == ConnectionState.CLOSED) got.add("" + e.reason()); });
        Subscription s = cl.subscribe("", new SubscriptionListener<String>() { public void onMessage(Message<String> m) { got.add("M(" + cut(m.text()) + ")"); } });
        Srv.await(2500, () -> got.stream().anyMatch(x -> !x.startsWith("M(")));
        Srv.sleep(150);
        Srv.log(name + ": " + cut(got) + "  server saw " + srvLog);
        cl.close(); srv.close();
    }
    static byte[] cat(byte[]... p) throws IOException { ByteArrayOutputStream b = new ByteArrayOutputStream(); for (byte[] x : p) b.write(x); return b.toByteArray(); }
    public static void main(String[] a) throws Exception {
        byte[] bye = Srv.Conn.frame(0x88, new byte[]{3, (byte) 0xe8});
        ws("wrong accept", null, c -> c.w("HTTP/1.1 101 S\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: AAAA\r\n\r\n").fl());
        ws("accept with spaces/case", null, c -> c.w("HTTP/1.1 101 S\r\nUpgrade: WebSocket\r\nConnection: keep-alive, upgrade\r\nSec-WebSocket-Accept:   " + c.accept() + "  \r\n\r\n").send("hi").send(bye));
        ws("no upgrade header", null, c -> c.w("HTTP/1.1 101 S\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " + c.accept() + "\r\n\r\n").fl());
        ws("no connection header", null, c -> c.w("HTTP/1.1 101 S\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: " + c.accept() + "\r\n\r\n").fl());
        ws("accept twice", null, c -> c.w("HTTP/1.1 101 S\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\nSec-WebSocket-Accept: " + c.accept() + "\r\n\r\n").send("hi").send(bye));
        ws("unknown extension", new String[]{"Sec-WebSocket-Extensions: x-foo"}, c -> {});
        ws("pmd twice", new String[]{"Sec-WebSocket-Extensions: permessage-deflate, permessage-deflate"}, c -> {});
        ws("pmd unknown param", new String[]{"Sec-WebSocket-Extensions: permessage-deflate; foo=1"}, c -> {});
        ws("pmd cmwb without value", new String[]{"Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"}, c -> {});
        ws("pmd cmwb=7", new String[]{"Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=7"}, c -> {});
        ws("pmd cmwb=08", new String[]{"Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=08"}, c -> {});
        ws("subprotocol unasked", new String[]{"Sec-WebSocket-Protocol: foo"}, c -> {});
        ws("tcp close after 101", new String[0], c -> c.close());
        ws("tcp reset after 101", new String[0], c -> c.reset());
        ws("101 with the first frames in one packet", null, c -> c.w("HTTP/1.1 101 S\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " + c.accept() + "\r\n\r\n").w(Srv.Conn.text("a")).w(Srv.Conn.text("b")).w(bye).fl());
        for (String p : new String[]{"", "; server_no_context_takeover", "; client_no_context_takeover", "; client_max_window_bits=8", "; server_max_window_bits=8; client_max_window_bits=15", "; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=\"10\""})
            ws("deflate" + p, new String[]{"Sec-WebSocket-Extensions: permessage-deflate" + p}, c -> {
                Deflater d = new Deflater(6, true);
                byte[] m1 = deflate("hello hello hello".getBytes(), d, true); if (p.contains("server_no_context")) d.reset();
                byte[] m2 = deflate("hello hello hello again".getBytes(), d, true); if (p.contains("server_no_context")) d.reset();
                byte[] m3 = deflate("x".repeat(3000).getBytes(), d, true); if (p.contains("server_no_context")) d.reset();
                c.send(Srv.Conn.frame(0xC1, m1));
                c.send(cat(Srv.Conn.frame(0x41, Arrays.copyOf(m2, 3)), Srv.Conn.frame(0x89, "ping".getBytes()), Srv.Conn.frame(0x00, new byte[0]), Srv.Conn.frame(0x80, Arrays.copyOfRange(m2, 3, m2.length))));
                c.send(cat(Srv.Conn.frame(0xC1, new byte[]{0}), Srv.Conn.frame(0xC1, new byte[0])));
                c.send(Srv.Conn.frame(0xC1, m3));
                c.send(Srv.Conn.text("plain"));
                c.send(bye);
            });
        ws("deflate BFINAL", new String[]{"Sec-WebSocket-Extensions: permessage-deflate"}, c -> { byte[] f = {(byte) 0xf3, 0x48, (byte) 0xcd, (byte) 0xc9, (byte) 0xc9, 7, 0, 0}; c.send(Srv.Conn.frame(0xC1, f)); c.send(Srv.Conn.frame(0xC1, f)); c.send(bye); });
        ws("deflate rsv1 on continuation", new String[]{"Sec-WebSocket-Extensions: permessage-deflate"}, c -> c.send(cat(Srv.Conn.frame(0x41, new byte[]{0}), Srv.Conn.frame(0xC0, new byte[]{0}))));
        ws("rsv1 on ping", new String[]{"Sec-WebSocket-Extensions: permessage-deflate"}, c -> c.send(Srv.Conn.frame(0xC9, new byte[]{0})));
        ws("length 2^63", new String[0], c -> c.send(new byte[]{(byte) 0x82, 127, (byte) 0x80, 0, 0, 0, 0, 0, 0, 0}));
        ws("length 2^63-1", new String[0], c -> c.send(new byte[]{(byte) 0x82, 127, 0x7f, -1, -1, -1, -1, -1, -1, -1}));
        ws("length 126 non-minimal", new String[0], c -> c.send(new byte[]{(byte) 0x82, 126, 0, 5, 1, 2, 3, 4, 5}));
        ws("masked", new String[0], c -> c.send(new byte[]{(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, 'a'}));
        ws("close no payload", new String[0], c -> c.send(new byte[]{(byte) 0x88, 0}));
        ws("close 1 byte", new String[0], c -> c.send(new byte[]{(byte) 0x88, 1, 3}));
        for (int code : new int[]{0, 999, 1000, 1001, 1004, 1005, 1006, 1008, 1009, 1011, 1012, 1013, 1014, 1015, 1016, 2999, 3000, 3003, 4000, 4999, 5000, 65535})
            ws("close " + code, new String[0], c -> c.send(Srv.Conn.frame(0x88, cat(new byte[]{(byte) (code >> 8), (byte) code}, "why\nnot\u2028x".getBytes("UTF-8")))));
        ws("close bad utf8", new String[0], c -> c.send(Srv.Conn.frame(0x88, new byte[]{3, (byte) 0xe8, (byte) 0xff})));
        ws("frames after close", new String[0], c -> c.send(cat(Srv.Conn.text("before"), bye, Srv.Conn.text("after"))));
        ws("empty text/binary", new String[0], c -> c.send(cat(Srv.Conn.text(""), Srv.Conn.frame(0x82, new byte[0]), bye)));
        ws("ping 125 in fragments", new String[0], c -> c.send(cat(Srv.Conn.frame(0x01, "a".getBytes()), Srv.Conn.frame(0x89, new byte[125]), Srv.Conn.frame(0x80, "b".getBytes()), bye)));
        ws("text split in a character", new String[0], c -> { byte[] e = "€".getBytes("UTF-8"); c.send(cat(Srv.Conn.frame(0x01, Arrays.copyOf(e, 1)), Srv.Conn.frame(0x80, Arrays.copyOfRange(e, 1, 3)), bye)); });
        ws("U+FFFD itself", new String[0], c -> c.send(cat(Srv.Conn.text("a\uFFFDb"), bye)));
        ws("overlong", new String[0], c -> c.send(Srv.Conn.frame(0x81, new byte[]{(byte) 0xc0, (byte) 0x80})));
        ws("surrogate", new String[0], c -> c.send(Srv.Conn.frame(0x81, new byte[]{(byte) 0xed, (byte) 0xa0, (byte) 0x80})));
        ws("200 html", null, c -> { c.w("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nhi").fl(); });
        ws("200 json", null, c -> { c.w("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}").fl(); });
        ws("426", null, c -> c.status(426, "Upgrade: websocket", "Sec-WebSocket-Version: 8"));
        System.exit(0);
    }
}
