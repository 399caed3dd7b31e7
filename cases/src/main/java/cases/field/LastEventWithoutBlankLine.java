// cases/run LastEventWithoutBlankLine
// Reported: openai/openai-node#2725, a2aproject/a2a-python#1213: a gateway closes right behind the last data line, and the terminal event is dropped.
package cases.field;
import dev.holdfast.*;
import java.util.*;
import java.util.concurrent.*;
class LastEventWithoutBlankLine {
    public static void main(String[] a) throws Exception {
        try (Rig rig = new Rig(c -> { if (!c.request()) return; if (c.number > 1) { c.respond(204, null, ""); return; } c.sse(); c.raw("data: one\n\ndata: {\"finish_reason\":\"stop\"}\n"); });
             RealtimeClient client = RealtimeClient.builder(rig.http("/")).build()) {
            List<String> told = new CopyOnWriteArrayList<>();
            CountDownLatch end = new CountDownLatch(1);
            Subscription s = client.subscribe(new SubscriptionListener<String>() {
                public void onMessage(Message<String> m) { told.add("message " + m.data()); }
                public void onError(Throwable t) { told.add("error " + t); }
                public void onEnded(CloseReason r) { told.add("ended " + r); end.countDown(); }
            });
            end.await(20, TimeUnit.SECONDS);
            Rig.log("%s, stats %s", told, s.stats());
            Rig.verdict(told.toString().contains("finish_reason") ? "delivers it" : "drops it, as WHATWG says; nothing tells that there was half an event");
        }
    }
}
