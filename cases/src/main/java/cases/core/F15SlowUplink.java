package cases.core;

import dev.holdfast.*;
import dev.holdfast.protocol.HoldfastJson;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A server that reads slowly but steadily and answers each ping at once; a client that publishes one large message and
 * sends it again until it is receipted. F15SlowUplink KILOBYTES KILOBYTES_A_SECOND [die]: with die the server reads no
 * more after half of it.
 */
public class F15SlowUplink {
    public static void main(String[] a) throws Exception {
        int size = Integer.parseInt(a[0]) * 1000;
        int rate = Integer.parseInt(a[1]) * 1000;
        boolean die = a.length > 2;
        AtomicLong read = new AtomicLong();
        Srv srv = new Srv(c -> {
            c.head();
            c.upgrade("Sec-WebSocket-Protocol: holdfast.v1");
            c.recvText();
            c.send("{\"type\":\"welcome\",\"version\":1}");
            java.io.InputStream slow = new java.io.InputStream() {
                public int read() throws java.io.IOException { byte[] one = new byte[1]; return read(one, 0, 1) < 0 ? -1 : one[0] & 255; }
                public int read(byte[] b, int off, int len) throws java.io.IOException {
                    if (die && read.get() > size / 2) Srv.sleep(1_000_000);
                    int n = c.in.read(b, off, Math.min(len, Math.max(1, rate / 10)));
                    if (n > 100) Srv.sleep(n * 1000L / rate);
                    if (n > 0) read.addAndGet(n);
                    return n;
                }
            };
            java.io.DataInputStream in = new java.io.DataInputStream(slow);
            while (true) {
                int op = in.readUnsignedByte() & 15;
                long len = in.readUnsignedByte() & 127;
                if (len == 126) len = in.readUnsignedShort();
                else if (len == 127) len = in.readLong();
                byte[] key = in.readNBytes(4);
                byte[] p = in.readNBytes((int) len);
                for (int i = 0; i < p.length; i++) p[i] ^= key[i & 3];
                if (op == 9) { c.send(Srv.Conn.frame(0x8A, p)); Srv.log("ping answered, read " + read); }
                String text = new String(p, java.nio.charset.StandardCharsets.UTF_8);
                if (op == 1 && text.contains("\"publish\"")) {
                    String ref = text.replaceFirst("(?s).*\"ref\":(\\d+).*", "$1");
                    Srv.log("whole message of " + p.length + " read");
                    c.send("{\"type\":\"receipt\",\"ref\":" + ref + "}");
                }
            }
        });
        RealtimeClient client = RealtimeClient.builder(srv.ws())
                .protocol(HoldfastJson.create())
                .publishGuarantee(PublishGuarantee.AT_LEAST_ONCE)
                .limits(Limits.defaults().withReplyTimeout(Duration.ofMinutes(20)))
                .monitor(new Monitor() {
                    public void onRoundTrip(String connection, long nanos) { Srv.log("round trip " + nanos / 1_000_000 + " ms"); }
                })
                .build();
        client.addConnectionListener(e -> Srv.log("event " + e));
        long begin = System.nanoTime();
        try {
            client.publish("t", "x".repeat(size)).get(Long.getLong("wait", 140), TimeUnit.SECONDS);
            Srv.log("receipt after " + (System.nanoTime() - begin) / 1_000_000 + " ms");
            Thread.sleep(2000);
        } catch (Exception e) {
            Srv.log("no receipt: " + e);
        }
        Srv.log("read " + read + ", connections " + srv.accepted);
        System.exit(0);
    }
}
