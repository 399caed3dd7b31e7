// cases/run GzipFrames
// Reported: ccxt/ccxt#18805, hadrianl/huobi#4, okcoin-okex/API-docs-OKEx.com#188: JSON comes gzipped in binary frames, the server's ping {"ping":n} too; unanswered, it hangs up.
package cases.field;
import dev.holdfast.*;
import dev.holdfast.protocol.JsonDialect;
import java.io.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.zip.*;
class GzipFrames {
    static byte[] gz(String s) throws IOException { ByteArrayOutputStream b = new ByteArrayOutputStream(); try (GZIPOutputStream g = new GZIPOutputStream(b)) { g.write(s.getBytes("UTF-8")); } return b.toByteArray(); }
    public static void main(String[] a) throws Exception {
        JsonDialect htx = JsonDialect.of("htx", r -> Map.of("sub", r.get(0).topic(), "id", "1"), (f, reply) -> {
            if (f.raw("ping") != null) reply.send("{\"pong\":" + f.raw("ping") + "}");
            else if (f.string("ch") != null) reply.message(f.string("ch"), f.raw("tick"));
        });
        List<String> told = new CopyOnWriteArrayList<>(), ends = new CopyOnWriteArrayList<>();
        try (Rig rig = new Rig(c -> {
                if (!c.request()) return;
                c.upgrade();
                if (c.readText() == null) return;
                for (int i = 0; i < 3; i++) c.binary(gz("{\"ch\":\"market.btc\",\"tick\":" + i + "}"));
                c.binary(gz("{\"ping\":1764460800}"));
                c.socket.setSoTimeout(2000);
                try { Rig.log("server: answer to the ping: %s", c.readText()); c.untilGone(); } catch (java.net.SocketTimeoutException e) { Rig.log("server: no pong, closing"); }
             });
             RealtimeClient client = RealtimeClient.builder(rig.ws("/")).protocol(htx).build()) {
            client.addConnectionListener(e -> { if (e.reason() != null && e.delay() != null) ends.add(e.reason().toString()); });
            Subscription s = client.subscribe("market.btc", new SubscriptionListener<String>() {
                public void onMessage(Message<String> m) { told.add(m.data()); }
                public void onError(Throwable t) { told.add("<error " + t + ">"); }
            });
            Rig.sleep(6000);
            Rig.log("told %s; ends %s; %s; %s", told, ends, s.stats(), client.diagnostics().toString().replace("\n", " | "));
            Rig.verdict(told.contains("0") ? "holds" : "FAILS: every frame is thrown away without a count or a word; a dialect has no place to unpack; a WireProtocol is needed");
        }
    }
}
