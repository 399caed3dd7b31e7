// cases/run FinitePost
// Reported: rexxars/eventsource-client#10; Azure/azure-sdk-for-net#62430 (review); omnimind-ai/OmniBot#441.
// A completion is asked for by POST; its stream ends by design ("[DONE]"). A client that reconnects asks (and pays) again.
package cases.field;
import dev.holdfast.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
class FinitePost {
    static Rig server(boolean cutInTheMiddle) throws Exception {
        return new Rig(c -> {
            if (!c.request()) return;
            if (!cutInTheMiddle) Rig.log("server: %s %s, request %d", c.method, c.target, c.number);
            c.sse();
            for (int i = 1; i <= 3; i++) { c.raw("data: {\"run\":" + c.number + ",\"token\":" + i + "}\n\n"); if (cutInTheMiddle && i == 2) return; }
            c.raw("data: [DONE]\n\n");
        });
    }
    static SubscriptionRequest<String> ask() {
        return SubscriptionRequest.text("v1/chat/completions").body("POST", "{\"stream\":true}".getBytes(), "application/json");
    }
    public static void main(String[] a) throws Exception {
        System.out.println("--- A: as the README has it; the server ends each stream after [DONE]");
        try (Rig rig = server(false); RealtimeClient client = RealtimeClient.builder(rig.http("/")).build()) {
            List<String> got = new CopyOnWriteArrayList<>();
            client.subscribe(ask(), m -> got.add(m.data()));
            Rig.sleep(8000);
            Rig.log("POSTs in 8 s: %d, messages: %s", rig.requests.get(), got);
            Rig.verdict("A " + (rig.requests.get() == 1 ? "holds" : "FAILS: the POST was made " + rig.requests.get() + " times"));
        }
        System.out.println("--- B: the listener unsubscribes at [DONE]");
        try (Rig rig = server(false); RealtimeClient client = RealtimeClient.builder(rig.http("/")).build()) {
            AtomicReference<Subscription> s = new AtomicReference<>();
            CountDownLatch done = new CountDownLatch(1);
            s.set(client.subscribe(ask(), m -> { if (m.data().equals("[DONE]")) { while (s.get() == null) Thread.onSpinWait(); s.get().unsubscribe(); done.countDown(); } }));
            done.await(10, TimeUnit.SECONDS);
            Rig.sleep(4000);
            Rig.verdict("B " + (rig.requests.get() == 1 ? "holds" : "FAILS: POSTs " + rig.requests.get()));
        }
        for (boolean busy : new boolean[] {false, true}) {
            System.out.println("--- " + (busy ? "D: the same, on an app's thread that is busy for 300 ms (a UI thread)" : "C: the stream is cut in the middle; the app does not want the POST repeated and closes on RECONNECTING") + ", 20 runs");
            int twice = 0;
            for (int i = 0; i < 20; i++) {
                ExecutorService app = Executors.newSingleThreadExecutor();
                try (Rig rig = server(true); RealtimeClient client = RealtimeClient.builder(rig.http("/")).delivery(Delivery.on(app)).build()) {
                    CountDownLatch over = new CountDownLatch(1);
                    client.addConnectionListener(e -> { if (e.current() == ConnectionState.RECONNECTING) { client.close(); over.countDown(); } });
                    client.subscribe(ask(), m -> { if (busy && m.data().contains("2")) Rig.sleep(300); });
                    over.await(10, TimeUnit.SECONDS);
                    Rig.sleep(700);
                    if (rig.requests.get() > 1) twice++;
                }
                app.shutdownNow();
            }
            Rig.verdict((busy ? "D" : "C") + ": of 20 runs the POST was repeated in " + twice + ", although the app closed in the first callback of the end");
        }
    }
}
