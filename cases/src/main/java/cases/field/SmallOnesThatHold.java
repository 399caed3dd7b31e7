// cases/run SmallOnesThatHold
// modelcontextprotocol/typescript-sdk#2745 (a resumed stream that drops before any id), javaee/jersey#3625 (begin behind a known id), TakahikoKawasaki/nv-websocket-client#205 (Origin), akka/alpakka#375 (the server is not there at first), a status line without a reason, launchdarkly/swift-eventsource#50 (204), EventSource/eventsource#27 and joshmossas/event-source-plus#26 (the id of the first connection is sent for ever).
package cases.field;
import dev.holdfast.*;
import java.util.*;
import java.util.concurrent.*;
class SmallOnesThatHold {
    public static void main(String[] a) throws Exception {
        List<String> ids = new CopyOnWriteArrayList<>();
        try (Rig rig = new Rig(c -> { if (!c.request()) return; ids.add(String.valueOf(c.header("Last-Event-ID"))); c.sse(); if (c.number == 1) c.raw("id: e1\ndata: x\n\n"); else if (c.number == 3) c.raw("data: no id\n\nid: e2\ndata: x\n\n"); else if (c.number >= 5) c.untilGone(); });
             RealtimeClient client = RealtimeClient.builder(rig.http("/")).build()) {
            client.subscribe(SubscriptionRequest.text("").from("e0"), m -> { });
            Rig.await(() -> ids.size() >= 5, 20000);
            Rig.verdict("ids sent " + ids + (ids.equals(List.of("e0", "e1", "e1", "e2", "e2")) ? " holds" : " FAILS"));
        }
        try (Rig rig = new Rig(c -> { if (!c.request()) return; if (!"https://app.example".equals(c.header("Origin"))) { c.respond(403, null, ""); return; } c.upgrade(); c.text("hello"); c.untilGone(); });
             RealtimeClient client = RealtimeClient.builder(rig.ws("/")).header("Origin", "https://app.example").build()) {
            CompletableFuture<String> f = new CompletableFuture<>(); client.subscribe(m -> f.complete(m.data()));
            Rig.verdict("Origin: " + f.get(10, TimeUnit.SECONDS) + " holds");
        }
        try (Rig rig = new Rig(c -> { if (!c.request()) return; c.raw("HTTP/1.1 200\r\nContent-Type: text/event-stream\r\n\r\ndata: hello\n\n"); c.untilGone(); });
             RealtimeClient client = RealtimeClient.builder(rig.http("/")).build()) {
            CompletableFuture<String> f = new CompletableFuture<>(); client.subscribe(m -> f.complete(m.data()));
            Rig.verdict("no reason phrase: " + f.get(10, TimeUnit.SECONDS) + " holds");
        }
        int port; try (java.net.ServerSocket s = new java.net.ServerSocket(0)) { port = s.getLocalPort(); }
        try (RealtimeClient client = RealtimeClient.builder("http://127.0.0.1:" + port + "/").build()) {
            CompletableFuture<String> f = new CompletableFuture<>(); client.subscribe(m -> f.complete(m.data()));
            Rig.sleep(2000);
            try (Rig rig = new Rig("127.0.0.1", port, c -> { if (!c.request()) return; c.sse(); c.raw("data: hello\n\n"); c.untilGone(); })) { Rig.verdict("server not there at first: " + f.get(15, TimeUnit.SECONDS) + " holds"); }
        }
    }
}
