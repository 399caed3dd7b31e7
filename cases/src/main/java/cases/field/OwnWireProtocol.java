// cases/run OwnWireProtocol
// What a user has to write for 20, 21, 31, 32, 33 instead of a JsonDialect: a WireProtocol. It works; none of docs/*.md shows one.
package cases.field;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.RealtimeClient;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.spi.Conversation;
import dev.holdfast.spi.ConversationOutput;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.Transport;
import dev.holdfast.spi.WireProtocol;
import dev.holdfast.spi.WireSubscription;

import dev.holdfast.*;
import dev.holdfast.protocol.LazyJson;
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
        public boolean supportsResume() { return false; }
        public Conversation newConversation(ConversationOutput output) {
            return new Conversation() {
                final Map<String, List<WireSubscription>> routes = new HashMap<>();
                String key(WireSubscription r) { return r.topic() + "/" + r.options().variables(); }
                public void opened(Function<String, String> header) { output.ready(); }
                public void subscribe(List<WireSubscription> added) {
                    for (WireSubscription r : added) { // one frame a topic
                        List<WireSubscription> same = routes.computeIfAbsent(key(r), k -> new ArrayList<>());
                        if (same.isEmpty()) output.send(Frame.text("{\"op\":\"subscribe\",\"channel\":\"" + r.topic() + "\",\"interval\":\"" + r.options().variables() + "\"}"));
                        same.add(r);
                        output.subscribed(r, r.isResubscribe() ? Continuity.UNKNOWN : Continuity.FRESH);
                    }
                }
                public void received(Frame f) throws CloseException {
                    String text = f.kind() == Frame.Kind.BINARY ? unpack(f.bytes()) : f.text();
                    for (String line : text.split("[\n\u001e]")) {
                        if (line.isBlank()) continue;
                        LazyJson j = LazyJson.of(line.trim());
                        for (WireSubscription r : routes.getOrDefault(j.string("channel") + "/" + j.string("interval"), List.of())) { String data = j.raw("data"); output.message(r, null, null, data, data.length()); }
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
            for (String[] s : new String[][] {{"candles", "1m"}, {"candles", "1h"}, {"trades", "x"}}) client.subscribe(SubscriptionOptions.text(s[0]).withVariables(s[1]), m -> told.add(s[0] + " " + s[1] + ": " + m.data()));
            Rig.await(() -> told.size() >= 6, 10000);
            told.forEach(t -> Rig.log("%s", t));
            Rig.verdict(told.size() >= 6 ? "holds, with some 35 lines of WireProtocol" : "FAILS");
        }
    }
}
