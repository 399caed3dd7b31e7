// cases/run SignedLogin
// Reported: okxapi/python-okx#16 and wanth1997/python-ftx#9 (the login frame of the first connection is sent again: "Timestamp request expired"), apollographql/apollo-kotlin#3164 and #4854, GetStream/stream-chat-android#5185: a login in the first frame is signed or fetched for each connection.
package cases.field;
import dev.holdfast.*;
import dev.holdfast.protocol.JsonDialect;
import dev.holdfast.spi.Route;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.stream.*;
class SignedLogin {
    static JsonDialect okx(Object greeting) {
        return JsonDialect.of("okx", routes -> Map.of("op", "subscribe", "args", routes.stream().map(Route::topic).collect(Collectors.toList())), (frame, reply) -> {
            if ("login".equals(frame.string("event"))) reply.ready();
            else if (frame.string("channel") != null) reply.message(frame.string("channel"), frame.raw("data"));
        }).greeting(greeting);
    }
    static void run(String name, JsonDialect dialect) throws Exception {
        List<String> logins = new CopyOnWriteArrayList<>(), told = new CopyOnWriteArrayList<>();
        try (Rig rig = new Rig(c -> {
                if (!c.request()) return;
                c.upgrade();
                String login = c.readText();
                if (login == null) return;
                long ts = Long.parseLong(login.replaceAll("\\D*([0-9]{10,})\\D*", "$1"));
                boolean fresh = System.currentTimeMillis() - ts < 6000; // 30 s in earnest
                logins.add(fresh ? "fresh" : "expired");
                if (!fresh) { c.text("{\"event\":\"error\",\"msg\":\"Timestamp request expired\",\"code\":\"60006\"}"); c.untilGone(); return; }
                c.text("{\"event\":\"login\",\"code\":\"0\"}");
                if (c.readText() == null) return;
                c.text("{\"channel\":\"orders\",\"data\":" + c.number + "}");
                Rig.sleep(6500); // and the network breaks
             });
             RealtimeClient client = RealtimeClient.builder(rig.ws("/")).protocol(dialect).build()) {
            List<String> ends = new CopyOnWriteArrayList<>();
            client.addConnectionListener(e -> { if (e.delay() != null && e.reason() != null) ends.add(e.reason().toString()); });
            client.subscribe("orders", m -> told.add(m.data()));
            Rig.await(() -> told.size() >= 2, 25000);
            Rig.log("%s: logins %s, told %s, ends %s", name, logins, told, ends);
            Rig.verdict(name + (told.size() >= 2 ? ": holds" : ": FAILS: after the reconnect the old frame is sent for ever, the feed is dead"));
        }
    }
    static Map<String, Object> login() { return Map.of("op", "login", "args", List.of(Map.of("timestamp", System.currentTimeMillis(), "sign", "hmac"))); }
    public static void main(String[] a) throws Exception {
        run("warm-up", okx(login()));
        run("greeting(frame) as dialects.md has it", okx(login()));
        // Gson writes the object anew for each connection: an object that computes while it is written. Nothing documents it.
        run("a Map that computes when Gson walks it", okx(new AbstractMap<String, Object>() { public Set<Entry<String, Object>> entrySet() { return login().entrySet(); } }));
    }
}
