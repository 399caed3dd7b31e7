// cases/run SendToAForeignServer
// Reported: davidstump/SwiftPhoenixClient#22, stomp-js/stompjs#560 (a new token on the live connection), slack-php/slack-php-socket-mode#1 and abdolence/slack-morphism-rust#390 (acknowledge an envelope when it is handled): the app has something to send to a server that is not HoldfastJson.
package cases.field;
import dev.holdfast.*;
import dev.holdfast.protocol.*;
import java.util.*;
import java.util.concurrent.*;
class SendToAForeignServer {
    static void run(String name, RealtimeClient.Builder b) {
        try (RealtimeClient client = b.build()) {
            client.subscribe(name.equals("plain") ? "" : "x", m -> { });
            try { Rig.verdict(name + ": publish: " + client.publish("chat", "{\"type\":\"auth\",\"token\":\"new\"}").get(5, TimeUnit.SECONDS)); }
            catch (Exception e) { Rig.verdict(name + ": publish: " + e); }
        }
    }
    public static void main(String[] a) throws Exception {
        try (Rig rig = new Rig(c -> { if (!c.request()) return; c.upgrade(); String t; while ((t = c.readText()) != null) Rig.log("server heard %s", t); })) {
            run("dialect", RealtimeClient.builder(rig.ws("/")).protocol(JsonDialect.of("d", r -> Map.of("op", "sub"), (f, reply) -> { })));
            run("plain", RealtimeClient.builder(rig.ws("/")));
        }
        // Slack: the acknowledgement goes out in the reader, before the app has seen the message.
        List<String> order = new CopyOnWriteArrayList<>();
        JsonDialect slack = JsonDialect.of("slack", r -> Map.of("op", "hello"), (f, reply) -> { if (f.string("envelope_id") != null) { reply.message("events", f.raw("payload")); reply.send(Map.of("envelope_id", f.string("envelope_id"))); } });
        try (Rig rig = new Rig(c -> { if (!c.request()) return; c.upgrade(); c.readText(); c.text("{\"envelope_id\":\"e1\",\"payload\":{}}"); order.add("server got ack " + c.readText()); c.untilGone(); });
             RealtimeClient client = RealtimeClient.builder(rig.ws("/")).protocol(slack).build()) {
            client.subscribe(SubscriptionRequest.text("events").acknowledge(Acknowledgement.MANUAL), m -> { Rig.sleep(1500); order.add("app has handled it"); m.ack(); });
            Rig.await(() -> order.size() == 2, 8000);
            Rig.log("%s", order);
            Rig.verdict(order.get(0).startsWith("app") ? "holds" : "FAILS: with MANUAL the server hears the acknowledgement before the app has handled anything; a protocol is not told of ack()");
        }
    }
}
