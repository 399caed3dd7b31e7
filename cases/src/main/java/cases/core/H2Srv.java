package cases.core;
import java.io.*;
import java.net.*;
import java.util.*;

/** A raw HTTP/2 (prior knowledge) server that answers the first request with an event stream and then misbehaves. Prints its port. */
public class H2Srv {
    static void frame(OutputStream o, int type, int flags, int stream, byte[] p, int len) throws IOException {
        o.write(len >> 16); o.write(len >> 8); o.write(len); o.write(type); o.write(flags);
        o.write(stream >> 24); o.write(stream >> 16); o.write(stream >> 8); o.write(stream); o.write(p, 0, len);
    }
    static byte[] lit(String n, String v) { ByteArrayOutputStream b = new ByteArrayOutputStream(); b.write(0x00); str(b, n); str(b, v); return b.toByteArray(); }
    static void str(ByteArrayOutputStream b, String s) { int l = s.length(); if (l < 127) b.write(l); else { b.write(127); l -= 127; while (l >= 128) { b.write(l % 128 + 128); l /= 128; } b.write(l); } b.write(s.getBytes(), 0, s.length()); }
    public static void main(String[] a) throws Exception {
        String mode = a[0];
        ServerSocket ss = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        System.out.println(ss.getLocalPort()); System.out.flush();
        while (true) {
            Socket s = ss.accept(); s.setTcpNoDelay(true);
            new Thread(() -> { try { serve(s, mode); } catch (IOException e) { System.err.println("server: " + e); } }).start();
        }
    }
    static void serve(Socket s, String mode) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(s.getInputStream()));
        OutputStream out = new BufferedOutputStream(s.getOutputStream(), 1 << 16);
        byte[] pre = new byte[24]; in.readFully(pre);
        frame(out, 4, 0, 0, new byte[0], 0); out.flush();
        int stream = 0;
        while (stream == 0) {
            int len = in.read() << 16 | in.read() << 8 | in.read(); int type = in.read(), fl = in.read(); int st = in.readInt() & 0x7fffffff; in.skipNBytes(len);
            if (type == 4 && (fl & 1) == 0) { frame(out, 4, 1, 0, new byte[0], 0); out.flush(); }
            if (type == 1) stream = st;
        }
        ByteArrayOutputStream h = new ByteArrayOutputStream(); h.write(0x88); h.write(lit("content-type", "text/event-stream"));
        if (mode.equals("headers-before")) {
            frame(out, 1, 0, stream, h.toByteArray(), h.size()); // no END_HEADERS
            contin(out, stream); return;
        }
        frame(out, 1, 4, stream, h.toByteArray(), h.size());
        byte[] ev = "data: hello\n\n".getBytes();
        frame(out, 0, 0, stream, ev, ev.length); out.flush();
        if (mode.equals("push")) { ByteArrayOutputStream p = new ByteArrayOutputStream(); p.write(0); p.write(0); p.write(0); p.write(2); p.write(0x82); p.write(0x84); p.write(0x86); frame(out, 5, 4, stream, p.toByteArray(), p.size()); out.flush(); drain(in); }
        if (mode.equals("trailers")) { frame(out, 1, 0, stream, h.toByteArray(), 0); contin(out, stream); return; }
        if (mode.equals("trailers-new")) { // HEADERS on streams nobody asked for
            contin2(out); return; }
        if (mode.equals("ping") || mode.equals("settings") || mode.equals("rst")) {
            long n = 0;
            byte[] p8 = new byte[8]; byte[] set = {0, 3, 0, 0, 0, 100};
            while (true) {
                for (int i = 0; i < 2000; i++) { if (mode.equals("ping")) frame(out, 6, 0, 0, p8, 8); else if (mode.equals("settings")) frame(out, 4, 0, 0, set, 6); else frame(out, 3, 0, 2 + 2 * i, new byte[4], 4); n++; }
                frame(out, 0, 0, stream, ":\n".getBytes(), 2); // life
                out.flush();
                if (n % 200000 == 0) System.err.println("server: wrote " + n);
            }
        }
        if (mode.equals("goaway")) { byte[] g = new byte[8]; g[3] = (byte) stream; frame(out, 7, 0, 0, g, 8); out.flush(); for (int i = 0; i < 20; i++) { frame(out, 0, 0, stream, ev, ev.length); out.flush(); sleep(100); } frame(out, 0, 1, stream, ev, ev.length); out.flush(); drain(in); }
        if (mode.equals("reset")) { frame(out, 3, 0, stream, new byte[]{0, 0, 0, 8}, 4); out.flush(); drain(in); }
        if (mode.equals("reset0")) { frame(out, 3, 0, stream, new byte[]{0, 0, 0, 0}, 4); out.flush(); drain(in); }
        drain(in);
    }
    static void drain(InputStream in) throws IOException { while (in.read() >= 0) {} }
    static void sleep(long ms) { try { Thread.sleep(ms); } catch (InterruptedException e) {} }
    static void contin(OutputStream out, int stream) throws IOException {
        Random r = new Random(1); long n = 0;
        while (true) {
            ByteArrayOutputStream b = new ByteArrayOutputStream();
            for (int i = 0; i < 100; i++) { byte[] l = lit("x-" + n++, "v".repeat(100)); b.write(l); }
            frame(out, 9, 0, stream, b.toByteArray(), b.size());
            if (n % 100000 == 0) System.err.println("server: " + n + " headers");
        }
    }
    static void contin2(OutputStream out) throws IOException { }
}
