package cases.core;
import java.io.*;
import java.net.*;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;

/** A scripted server on plain sockets: every byte is ours. */
public class Srv implements AutoCloseable {
    public interface Script { void run(Conn c) throws Exception; }
    public final ServerSocket ss;
    public final AtomicInteger accepted = new AtomicInteger();
    public final List<Conn> conns = new CopyOnWriteArrayList<>();
    final Script script;
    public Srv(Script s) throws IOException { this("127.0.0.1", s); }
    public Srv(String host, Script s) throws IOException {
        script = s;
        ss = new ServerSocket(0, 200, InetAddress.getByName(host));
        Thread t = new Thread(() -> {
            while (!ss.isClosed()) {
                try {
                    Socket k = ss.accept();
                    k.setTcpNoDelay(true);
                    int n = accepted.incrementAndGet();
                    Conn c = new Conn(k, n);
                    conns.add(c);
                    Thread w = new Thread(() -> {
                        try { script.run(c); } catch (Throwable e) { if (DEBUG) e.printStackTrace(); }
                        finally { conns.remove(c); if (!c.keep) c.close(); }
                    }, "srv-conn-" + n);
                    w.setDaemon(true); w.start();
                } catch (IOException e) { return; }
            }
        }, "srv-accept");
        t.setDaemon(true); t.start();
    }
    public static boolean DEBUG = Boolean.getBoolean("srv.debug");
    public int port() { return ss.getLocalPort(); }
    public String http() { return "http://127.0.0.1:" + port() + "/"; }
    public String ws() { return "ws://127.0.0.1:" + port() + "/"; }
    public void close() { try { ss.close(); } catch (IOException e) {} for (Conn c : conns) c.close(); }

    public static class Conn {
        public final Socket s; public final InputStream in; public final OutputStream out; public final int n;
        public boolean keep;
        public String requestLine; public Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        public List<String> rawHead = new ArrayList<>();
        Conn(Socket s, int n) throws IOException { this.s = s; this.n = n; in = new BufferedInputStream(s.getInputStream()); out = new BufferedOutputStream(s.getOutputStream(), 1 << 16); }
        public void close() { try { s.close(); } catch (IOException e) {} }
        public void reset() { try { s.setSoLinger(true, 0); s.close(); } catch (IOException e) {} }
        public String line() throws IOException {
            ByteArrayOutputStream b = new ByteArrayOutputStream();
            int c;
            while ((c = in.read()) >= 0) { if (c == '\n') break; if (c != '\r') b.write(c); }
            if (c < 0 && b.size() == 0) return null;
            return b.toString(StandardCharsets.UTF_8);
        }
        public boolean head() throws IOException {
            headers.clear(); rawHead.clear();
            requestLine = line();
            if (requestLine == null) return false;
            rawHead.add(requestLine);
            String l;
            while ((l = line()) != null && !l.isEmpty()) { rawHead.add(l); int i = l.indexOf(':'); if (i > 0) headers.put(l.substring(0, i).trim(), l.substring(i + 1).trim()); }
            return true;
        }
        public String path() { return requestLine.split(" ")[1]; }
        public Conn w(String t) throws IOException { out.write(t.getBytes(StandardCharsets.UTF_8)); return this; }
        public Conn w(byte[] b) throws IOException { out.write(b); return this; }
        public Conn fl() throws IOException { out.flush(); return this; }
        public Conn sse(String... more) throws IOException {
            w("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"); for (String m : more) w(m + "\r\n"); w("\r\n"); return fl();
        }
        public Conn status(int code, String... more) throws IOException {
            w("HTTP/1.1 " + code + " X\r\nContent-Length: 0\r\n"); for (String m : more) w(m + "\r\n"); w("\r\n"); return fl();
        }
        public String accept() throws Exception {
            byte[] d = MessageDigest.getInstance("SHA-1").digest((headers.get("Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes());
            return Base64.getEncoder().encodeToString(d);
        }
        public Conn upgrade(String... more) throws Exception {
            w("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " + accept() + "\r\n");
            for (String m : more) w(m + "\r\n"); w("\r\n"); return fl();
        }
        public static byte[] frame(int first, byte[] p) {
            ByteArrayOutputStream b = new ByteArrayOutputStream();
            b.write(first);
            if (p.length < 126) b.write(p.length);
            else if (p.length < 65536) { b.write(126); b.write(p.length >> 8); b.write(p.length & 255); }
            else { b.write(127); for (int i = 56; i >= 0; i -= 8) b.write((int) (((long) p.length >> i) & 255)); }
            b.write(p, 0, p.length);
            return b.toByteArray();
        }
        public static byte[] text(String t) { return frame(0x81, t.getBytes(StandardCharsets.UTF_8)); }
        public synchronized Conn send(String t) throws IOException { w(text(t)); return fl(); }
        public synchronized Conn send(byte[] raw) throws IOException { w(raw); return fl(); }
        public int op; public boolean fin, rsv1;
        /** Reads one client frame; null at the end. */
        public byte[] recv() throws IOException {
            int a = in.read(); if (a < 0) return null; int b = in.read(); if (b < 0) return null;
            op = a & 15; fin = (a & 128) != 0; rsv1 = (a & 64) != 0;
            long len = b & 127;
            if (len == 126) len = in.read() << 8 | in.read();
            else if (len == 127) { len = 0; for (int i = 0; i < 8; i++) len = len << 8 | in.read(); }
            byte[] key = new byte[4];
            if ((b & 128) != 0) in.readNBytes(key, 0, 4);
            byte[] p = in.readNBytes((int) len);
            if ((b & 128) != 0) for (int i = 0; i < p.length; i++) p[i] ^= key[i & 3];
            return p;
        }
        public String recvText() throws IOException {
            while (true) { byte[] p = recv(); if (p == null) return null; if (op == 9) { send(frame(0x8A, p)); continue; } if (op == 8) return null; if (op == 1) return new String(p, StandardCharsets.UTF_8); }
        }
    }

    public static boolean await(long ms, BooleanSupplierX c) throws Exception {
        long end = System.nanoTime() + ms * 1_000_000;
        while (System.nanoTime() < end) { if (c.get()) return true; Thread.sleep(5); }
        return c.get();
    }
    public interface BooleanSupplierX { boolean get() throws Exception; }
    public static void sleep(long ms) { try { Thread.sleep(ms); } catch (InterruptedException e) { throw new RuntimeException(e); } }
    static final long T0 = System.nanoTime();
    public static synchronized void log(String s) { System.out.printf("%7.3f %s%n", (System.nanoTime() - T0) / 1e9, s); }
}
