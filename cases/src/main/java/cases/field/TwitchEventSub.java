// cases/run TwitchEventSub
// Reported: Teekeks/pyTwitchAPI#286, joeyak/go-twitch-eventsub#3, twitch-rs/twitch_api#501: the server speaks first (session_welcome), the client must send nothing (4001), and session_reconnect names another URL; the old connection is to stay until the new one says welcome.
package cases.field;
import dev.holdfast.*;
import dev.holdfast.protocol.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
class TwitchEventSub {
    public static void main(String[] a) throws Exception {
        List<String> server = new CopyOnWriteArrayList<>();
        AtomicInteger lost = new AtomicInteger();
        Rig.Script script = c -> {
            if (!c.request()) return;
            boolean again = c.target.startsWith("/ws2");
            c.upgrade();
            server.add("connection " + c.number + " at " + c.target);
            c.text("{\"metadata\":{\"message_type\":\"session_welcome\"},\"payload\":{\"session\":{\"id\":\"s" + c.number + "\"}}}");
            Thread reader = new Thread(() -> { try { Rig.Conn.F f; while ((f = c.read()) != null) { if (f.opcode == 1) { server.add("4001, the client sent " + f.text()); c.closeFrame(4001, "client sent inbound traffic"); c.quietClose(); return; } else if (f.opcode == 9) c.frame(10, f.payload); else if (f.opcode == 8) server.add("client closed connection " + c.number); } } catch (Exception e) { } });
            reader.setDaemon(true); reader.start();
            Rig.sleep(300);
            c.text("{\"metadata\":{\"message_type\":\"notification\"},\"payload\":{\"n\":" + c.number + "}}");
            if (!again && c.number == 1) {
                c.text("{\"metadata\":{\"message_type\":\"session_reconnect\"},\"payload\":{\"session\":{\"reconnect_url\":\"" + c.rig.ws("/ws2?challenge=x") + "\"}}}");
                Rig.sleep(400);
                try { c.text("{\"metadata\":{\"message_type\":\"notification\"},\"payload\":{\"n\":\"during the hand-over\"}}"); } catch (Exception e) { lost.incrementAndGet(); }
            }
            Rig.sleep(4000);
        };
        System.out.println("--- A: a JsonDialect");
        try (Rig rig = new Rig(script);
             RealtimeClient client = RealtimeClient.builder(rig.ws("/ws")).protocol(JsonDialect.of("twitch", r -> Map.of(), (f, reply) -> {
                 String m = f.raw("metadata"); // nested members: no look-up
                 if (m != null && m.contains("notification")) reply.message("events", f.raw("payload"));
             })).build()) {
            List<String> told = new CopyOnWriteArrayList<>();
            client.subscribe("events", m -> told.add(m.data()));
            Rig.sleep(5000);
            server.forEach(s -> Rig.log("%s", s));
            Rig.verdict("A: a dialect always sends a frame for a subscription: " + told + (server.toString().contains("4001") ? " FAILS (4001, for ever)" : " holds"));
        }
        server.clear();
        System.out.println("--- B: Plain, and the app takes the messages apart; session_reconnect by an interceptor that holds the URL, and reconnectNow()");
        AtomicReference<String> next = new AtomicReference<>();
        okhttp3.OkHttpClient http = new okhttp3.OkHttpClient.Builder().addInterceptor(chain -> { String u = next.getAndSet(null); return chain.proceed(u == null ? chain.request() : chain.request().newBuilder().url(u.replace("ws:", "http:")).build()); }).build();
        try (Rig rig = new Rig(script); RealtimeClient client = RealtimeClient.builder(rig.ws("/ws")).okHttpClient(http).build()) {
            List<String> told = new CopyOnWriteArrayList<>();
            client.subscribe(m -> {
                if (m.data().contains("session_reconnect")) { next.set(m.data().replaceAll(".*\"reconnect_url\":\"([^\"]+)\".*", "$1")); client.reconnectNow(); }
                else if (m.data().contains("notification")) told.add(m.data().replaceAll(".*\"n\":", "").replace("}}", ""));
            });
            Rig.sleep(5000);
            server.forEach(s -> Rig.log("%s", s));
            Rig.log("told %s", told);
            Rig.verdict("B: works but awkward; what the server sent during the hand-over was " + (told.toString().contains("hand-over") ? "received" : "LOST: reconnectNow() leaves the old connection first, make-before-break cannot be said"));
        }
    }
}
