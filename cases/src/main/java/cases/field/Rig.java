package cases.field;
import java.io.*;
import java.net.*;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.function.BooleanSupplier;

/** A scripted server on 127.0.0.1 made of plain sockets, and a log with a clock. Nothing of Holdfast in here. */
public final class Rig implements AutoCloseable {
    public static final long T0 = System.nanoTime();

    public static void log(String format, Object... args) {
        System.out.printf("%6d ms  %s%n", (System.nanoTime() - T0) / 1_000_000, args.length == 0 ? format : String.format(format, args));
    }

    public interface Script { void serve(Conn c) throws Exception; }

    public final ServerSocket listener;
    public final AtomicInteger requests = new AtomicInteger();
    public final List<Conn> conns = Collections.synchronizedList(new ArrayList<>());

    public Rig(Script script) throws IOException { this("127.0.0.1", 0, script); }

    public Rig(String address, int port, Script script) throws IOException {
        listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(address, port));
        Thread acceptor = new Thread(() -> {
            while (!listener.isClosed()) {
                try {
                    Socket s = listener.accept();
                    Conn c = new Conn(s, this);
                    conns.add(c);
                    Thread t = new Thread(() -> {
                        try { script.serve(c); } catch (Throwable e) { if (!(e instanceof IOException)) e.printStackTrace(System.out); }
                        finally { if (!c.leaveOpen) c.quietClose(); }
                    });
                    t.setDaemon(true);
                    t.start();
                } catch (IOException e) { return; }
            }
        });
        acceptor.setDaemon(true);
        acceptor.start();
    }

    public int port() { return listener.getLocalPort(); }
    public String http(String path) { return "http://127.0.0.1:" + port() + path; }
    public String ws(String path) { return "ws://127.0.0.1:" + port() + path; }
    @Override public void close() throws IOException {
        listener.close();
        for (Conn c : new ArrayList<>(conns)) c.quietClose();
    }

    public static final class Conn {
        public final Socket socket;
        public final InputStream in;
        public final OutputStream out;
        public final Rig rig;
        public boolean leaveOpen;
        public String method, target, head = "";
        public final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        public String body = "";
        public int number;

        Conn(Socket s, Rig rig) throws IOException {
            socket = s; this.rig = rig;
            in = new BufferedInputStream(s.getInputStream());
            out = s.getOutputStream();
            s.setTcpNoDelay(true);
        }

        void quietClose() { try { socket.close(); } catch (IOException e) { } }

        /** Reads one request; answers false at the end. */
        public boolean request() throws IOException {
            StringBuilder sb = new StringBuilder();
            int c;
            while ((c = in.read()) >= 0) {
                sb.append((char) c);
                int n = sb.length();
                if (n >= 4 && sb.charAt(n - 1) == '\n' && sb.charAt(n - 2) == '\r' && sb.charAt(n - 3) == '\n') break;
            }
            if (c < 0) return false;
            head = sb.toString();
            String[] lines = head.split("\r\n");
            String[] first = lines[0].split(" ");
            method = first[0]; target = first[1];
            headers.clear();
            for (int i = 1; i < lines.length; i++) {
                int colon = lines[i].indexOf(':');
                if (colon > 0) headers.put(lines[i].substring(0, colon).trim(), lines[i].substring(colon + 1).trim());
            }
            int length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
            body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
            number = rig.requests.incrementAndGet();
            return true;
        }

        public String header(String name) { return headers.get(name); }

        public void raw(String text) throws IOException { out.write(text.getBytes(StandardCharsets.UTF_8)); out.flush(); }

        public void respond(int code, String type, String body, String... more) throws IOException {
            StringBuilder sb = new StringBuilder("HTTP/1.1 " + code + " X\r\n");
            if (type != null) sb.append("Content-Type: ").append(type).append("\r\n");
            for (String m : more) sb.append(m).append("\r\n");
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            sb.append("Content-Length: ").append(bytes.length).append("\r\n\r\n");
            out.write(sb.toString().getBytes(StandardCharsets.UTF_8));
            out.write(bytes);
            out.flush();
        }

        /** An event stream that ends with its connection. */
        public void sse(String... more) throws IOException {
            StringBuilder sb = new StringBuilder("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n");
            for (String m : more) sb.append(m).append("\r\n");
            raw(sb.append("\r\n").toString());
        }

        /** Waits until the client is gone, reading what it says. */
        public void untilGone() throws IOException { byte[] b = new byte[4096]; while (in.read(b) >= 0) { } }

        // ---- WebSocket
        public void upgrade(String... more) throws Exception { upgradeWith("Upgrade", more); }

        public void upgradeWith(String connectionHeader, String... more) throws Exception {
            String accept = Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(
                (header("Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII)));
            StringBuilder sb = new StringBuilder("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: " + connectionHeader + "\r\nSec-WebSocket-Accept: " + accept + "\r\n");
            for (String m : more) sb.append(m).append("\r\n");
            raw(sb.append("\r\n").toString());
        }

        public synchronized void frame(int opcode, byte[] payload) throws IOException {
            ByteArrayOutputStream b = new ByteArrayOutputStream();
            b.write(0x80 | opcode);
            if (payload.length < 126) b.write(payload.length);
            else if (payload.length < 65536) { b.write(126); b.write(payload.length >> 8); b.write(payload.length & 255); }
            else { b.write(127); b.write(ByteBuffer.allocate(8).putLong(payload.length).array()); }
            b.write(payload);
            out.write(b.toByteArray());
            out.flush();
        }

        public void text(String s) throws IOException { frame(1, s.getBytes(StandardCharsets.UTF_8)); }
        public void binary(byte[] b) throws IOException { frame(2, b); }

        public void closeFrame(int code, String reason) throws IOException {
            byte[] r = reason.getBytes(StandardCharsets.UTF_8);
            byte[] p = new byte[r.length + 2];
            p[0] = (byte) (code >> 8); p[1] = (byte) code;
            System.arraycopy(r, 0, p, 2, r.length);
            frame(8, p);
        }

        public static final class F {
            public final int opcode; public final byte[] payload; public final boolean masked;
            F(int o, byte[] p, boolean m) { opcode = o; payload = p; masked = m; }
            public String text() { return new String(payload, StandardCharsets.UTF_8); }
            @Override public String toString() { return (opcode == 1 ? "text " : opcode == 8 ? "close " : opcode == 9 ? "ping " : opcode == 10 ? "pong " : "op" + opcode + " ") + (opcode == 8 && payload.length >= 2 ? ((payload[0] & 255) << 8 | payload[1] & 255) + " " + new String(payload, 2, payload.length - 2) : text()); }
        }

        /** The next frame of the client; null at the end. Assumes no compression and no fragments. */
        public F read() throws IOException {
            int b0 = in.read();
            if (b0 < 0) return null;
            int b1 = in.read();
            boolean masked = (b1 & 0x80) != 0;
            long n = b1 & 127;
            if (n == 126) n = in.read() << 8 | in.read();
            else if (n == 127) { n = 0; for (int i = 0; i < 8; i++) n = n << 8 | in.read(); }
            byte[] mask = masked ? in.readNBytes(4) : new byte[4];
            byte[] p = in.readNBytes((int) n);
            for (int i = 0; i < p.length; i++) p[i] ^= mask[i & 3];
            return new F(b0 & 15, p, masked);
        }

        /** The next data frame as text, answering pings; null at the end. */
        public String readText() throws IOException {
            while (true) {
                F f = read();
                if (f == null || f.opcode == 8) return null;
                if (f.opcode == 9) { frame(10, f.payload); continue; }
                if (f.opcode == 1 || f.opcode == 2) return f.text();
            }
        }
    }

    /** Waits until it is so, at most so long; answers whether it is. */
    public static boolean await(BooleanSupplier so, long ms) {
        long end = System.nanoTime() + ms * 1_000_000;
        while (!so.getAsBoolean()) { if (System.nanoTime() > end) return so.getAsBoolean(); sleep(20); }
        return true;
    }

    public static void sleep(long ms) { try { Thread.sleep(ms); } catch (InterruptedException e) { throw new RuntimeException(e); } }
    public static void verdict(String v) { System.out.println("VERDICT: " + v); }
}
