// cases/run FiveMessagesASecond
// Reported: binance/binance-connector-go#90, binance-connector-js#530, knowm/XChange#4468: more than five frames in a second, and the server closes with 1008 "Too many requests".
package cases.field;
import dev.holdfast.*;
import dev.holdfast.protocol.JsonDialect;
import dev.holdfast.spi.Route;
import java.util.*;
import java.util.concurrent.*;
import java.util.stream.*;
class FiveMessagesASecond {
    public static void main(String[] a) throws Exception {
        JsonDialect binance = JsonDialect.of("binance", routes -> Map.of("method", "SUBSCRIBE", "params", routes.stream().map(Route::topic).collect(Collectors.toList()), "id", 1),
            (frame, reply) -> { if (frame.string("stream") != null) reply.message(frame.string("stream"), frame.raw("data")); });
        List<String> ends = new CopyOnWriteArrayList<>();
        List<Integer> frames = new CopyOnWriteArrayList<>();
        try (Rig rig = new Rig(c -> {
                if (!c.request()) return;
                c.upgrade();
                long second = System.nanoTime();
                int inSecond = 0;
                String text;
                while ((text = c.readText()) != null) {
                    if (System.nanoTime() - second > 1_000_000_000L) { second = System.nanoTime(); inSecond = 0; }
                    frames.add(1);
                    java.util.regex.Matcher m = java.util.regex.Pattern.compile("[a-z0-9]+@trade").matcher(text);
                    while (m.find()) c.text("{\"stream\":\"" + m.group() + "\",\"data\":1}");
                    if (++inSecond > 5) { c.closeFrame(1008, "Too many requests"); c.untilGone(); return; }
                }
             });
             RealtimeClient client = RealtimeClient.builder(rig.ws("/")).protocol(binance).build()) {
            client.addConnectionListener(e -> Rig.log("%s", e));
            CountDownLatch up = new CountDownLatch(1);
            client.subscribe("btc@trade", m -> up.countDown());
            up.await(20, TimeUnit.SECONDS);
            for (int i = 0; i < 20; i++) client.subscribe("s" + i + "@trade", new SubscriptionListener<String>() {
                public void onMessage(Message<String> m) { }
                public void onEnded(CloseReason r) { ends.add(r.toString()); }
            });
            Rig.await(() -> ends.size() == 20, 6000);
            Rig.log("frames %d, ends %d %s, state %s", frames.size(), ends.size(), ends.isEmpty() ? "" : ends.get(0), client.state());
            Rig.verdict(ends.isEmpty() ? "holds" : "FAILS: a loop of subscribe() sends a frame each, the server closes with 1008, and that is final: all subscriptions of the client are over for good");
        }
    }
}
