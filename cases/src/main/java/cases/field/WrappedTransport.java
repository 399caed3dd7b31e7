// cases/run WrappedTransport
// What a user would have to write for 10, 11, 23 and 24: a Transport around Holdfast's own that changes the reasons (public SPI, documented nowhere for this).
package cases.field;
import dev.holdfast.*;
import dev.holdfast.spi.*;
import dev.holdfast.transport.*;
import java.io.IOException;
import java.util.*;
import java.util.concurrent.*;
import java.util.function.UnaryOperator;
class WrappedTransport {
    static Transport judging(Transport own, UnaryOperator<CloseReason> judge) {
        return new Transport() {
            public String name() { return own.name(); }
            public boolean sends() { return own.sends(); }
            public boolean accepts(String scheme) { return own.accepts(scheme); }
            public Dialer dialer(Environment e) {
                Dialer d = own.dialer(e);
                return new Dialer() {
                    public Connection newConnection(Target t) { return new Judged(d.newConnection(t), judge); }
                    public void renew() { d.renew(); }
                    public void close() { d.close(); }
                };
            }
        };
    }
    static final class Judged implements Connection {
        final Connection c; final UnaryOperator<CloseReason> judge; FrameReader reader;
        Judged(Connection c, UnaryOperator<CloseReason> judge) { this.c = c; this.judge = judge; }
        IOException judged(IOException e) { return e instanceof CloseException ? new CloseException(judge.apply(((CloseException) e).reason())) : e; }
        public void open() throws IOException { try { c.open(); } catch (IOException e) { throw judged(e); } }
        public String header(String n) { return c.header(n); }
        public FrameReader reader() {
            if (reader == null) { FrameReader r = c.reader(); reader = new FrameReader() {
                public int feed(byte[] b, int o, int l, FrameSink s) throws CloseException { return r.feed(b, o, l, new FrameSink() {
                    public boolean frame(Frame f) { return s.frame(f); }
                    public void ping(byte[] p) { s.ping(p); }
                    public void pong(byte[] p) { s.pong(p); }
                    public void retry(long m) { s.retry(m); }
                    public void closed(CloseReason reason) { s.closed(judge.apply(reason)); }
                }); }
                public CloseReason end() { return judge.apply(r.end()); }
            }; }
            return reader;
        }
        public FrameWriter writer() { return c.writer(); }
        public int read(byte[] into) throws IOException { try { return c.read(into); } catch (IOException e) { throw judged(e); } }
        public void write(byte[] b, int o, int l) throws IOException { c.write(b, o, l); }
        public void cancel() { c.cancel(); }
        public void abandon() { c.abandon(); }
        public void release() { c.release(); }
    }
    public static void main(String[] a) throws Exception {
        try (Rig rig = new Rig(c -> { if (!c.request()) return; c.upgrade(); c.text("message of connection " + c.number); if (c.number == 1) { Rig.sleep(300); c.closeFrame(1008, "Pong timeout"); } c.untilGone(); });
             RealtimeClient client = RealtimeClient.builder(rig.ws("/")).transport(judging(WebSocketTransport.create(), r -> r.code() == 1008 ? r.withRetryable(true) : r)).build()) {
            List<String> told = new CopyOnWriteArrayList<>();
            client.subscribe(m -> told.add(m.data()));
            Rig.await(() -> told.size() >= 2, 8000);
            Rig.verdict("1008 through a wrapped transport: " + told);
        }
        try (Rig rig = new Rig(c -> { if (!c.request()) return; if (c.number == 2) { c.respond(404, "text/plain", ""); return; } c.sse(); c.raw("data: message of request " + c.number + "\n\n"); if (c.number > 2) c.untilGone(); });
             RealtimeClient client = RealtimeClient.builder(rig.http("/")).transport(judging(SseTransport.create(), r -> r.code() == 404 ? r.withRetryable(true) : r)).build()) {
            List<String> told = new CopyOnWriteArrayList<>();
            client.subscribe(m -> told.add(m.data()));
            Rig.await(() -> told.size() >= 2, 8000);
            Rig.verdict("404 through a wrapped transport: " + told);
        }
        try (Rig rig = new Rig(c -> { if (!c.request()) return; c.upgrade(); c.closeFrame(4001, "Application does not exist"); c.untilGone(); });
             RealtimeClient client = RealtimeClient.builder(rig.ws("/")).build()) {
            client.addConnectionListener(e -> { if (e.reason() != null && e.reason().kind() == CloseReason.Kind.WEBSOCKET_CLOSE && e.reason().code() >= 4000 && e.reason().code() < 4100) client.close(); });
            CompletableFuture<String> end = new CompletableFuture<>();
            client.subscribe(new SubscriptionListener<String>() { public void onMessage(Message<String> m) { } public void onEnded(CloseReason r) { end.complete(r.toString()); } });
            Rig.verdict("4001, the app closes in a ConnectionListener: " + end.get(10, TimeUnit.SECONDS) + "; connections " + rig.requests.get());
        }
    }
}
