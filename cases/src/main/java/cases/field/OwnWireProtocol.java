// cases/run OwnWireProtocol
// What a user has to write for 20, 21, 31, 32, 33 instead of a JsonDialect: a WireProtocol. It works; none of docs/*.md shows one.
package cases.field;
import dev.holdfast.*;
import dev.holdfast.protocol.JsonFrame;
import dev.holdfast.spi.*;
import java.io.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.function.Function;
import java.util.zip.*;
class OwnWireProtocol {
    static final class Exchange implements WireProtocol {
        public String name() { return "exchange"; }
        public Binding binding(Transport t) { return Binding.MULTIPLEXED; }
        public boolean resumes() { return false; }
        public Conversation converse(Outlet outlet) {
            return new Conversation() {
                final Map<String, List<Route>> routes = new HashMap<>();
                String key(Route r) { return r.topic() + "/" + r.request().variables(); }
                public void opened(Function<String, String> header) { outlet.ready(); }
                public void subscribe(List<Route> added) {
                    for (Route r : added) { // one frame a topic
                        List<Route> same = routes.computeIfAbsent(key(r), k -> new ArrayList<>());
                        if (same.isEmpty()) outlet.send(Frame.text("{\"op\":\"subscribe\",\"channel\":\"" + r.topic() + "\",\"interval\":\"" + r.request().variables() + "\"}"));
                        same.add(r);
                        outlet.subscribed(r, r.again() ? Continuity.UNKNOWN : Continuity.FRESH);
                    }
                }
                public void received(Frame f) throws CloseException {
                    String text = f.kind() == Frame.Kind.BINARY ? unpack(f.bytes()) : f.text();
                    for (String line : text.split("[\n\u001e]")) {
                        if (line.isBlank()) continue;
                        JsonFrame j = JsonFrame.of(line.trim());
                        for (Route r : routes.getOrDefault(j.string("channel") + "/" + j.string("interval"), List.of())) { String data = j.raw("data"); outlet.message(r, null, null, data, data.length()); }
                    }
                }
            };
        }
        static String unpack(byte[] b) throws CloseException { try { return new String(new GZIPInputStream(new ByteArrayInputStream(b)).readAllBytes(), "UTF-8"); } catch (IOException e) { throw new CloseException(CloseReason.retryable(CloseReason.Kind.PROTOCOL, "no gzip")); } }
    }
    public static void main(String[] a) throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        try (Rig rig = new Rig(c -> {
                if (!c.request()) return;
                c.upgrade();
                String t; int n = 0;
                while ((t = c.readText()) != null) {
                    String channel = t.replaceAll(".*\"channel\":\"([^\"]+)\".*", "$1"), interval = t.replaceAll(".*\"interval\":\"([^\"]+)\".*", "$1");
                    String m = "{\"channel\":\"" + channel + "\",\"interval\":\"" + interval + "\",\"data\":\"" + channel + interval + c.number + "\"}";
                    ByteArrayOutputStream b = new ByteArrayOutputStream(); try (GZIPOutputStream g = new GZIPOutputStream(b)) { g.write(("\n" + m + "\n").getBytes()); } c.binary(b.toByteArray());
                    if (c.number == 1 && ++n == 3) { Rig.sleep(300); return; }
                }
             });
             RealtimeClient client = RealtimeClient.builder(rig.ws("/")).protocol(new Exchange()).build()) {
            for (String[] s : new String[][] {{"candles", "1m"}, {"candles", "1h"}, {"trades", "x"}}) client.subscribe(SubscriptionRequest.text(s[0]).variables(s[1]), m -> told.add(s[0] + " " + s[1] + ": " + m.data()));
            Rig.await(() -> told.size() >= 6, 10000);
            told.forEach(t -> Rig.log("%s", t));
            Rig.verdict(told.size() >= 6 ? "holds, with some 35 lines of WireProtocol" : "FAILS");
        }
    }
}
