// cases/run AcceptHeader
// Reported: ComposioHQ/composio#2152, punkpeye/mcp-remote#243, modelcontextprotocol/java-sdk#616: MCP demands "Accept: application/json, text/event-stream" and answers 406 otherwise.
package cases.field;
import dev.holdfast.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
class AcceptHeader {
    public static void main(String[] a) throws Exception {
        String wanted = "application/json, text/event-stream";
        AtomicReference<String> seen = new AtomicReference<>();
        try (Rig rig = new Rig(c -> {
                if (!c.request()) return;
                seen.set(c.header("Accept"));
                if (!String.valueOf(c.header("Accept")).contains("application/json")) {
                    c.respond(406, "application/json", "{\"error\":{\"message\":\"Not Acceptable: Client must accept both application/json and text/event-stream\"}}");
                    return;
                }
                c.sse(); c.raw("event: message\ndata: {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}\n\n"); c.untilGone();
             });
             RealtimeClient client = RealtimeClient.builder(rig.http("/mcp")).header("Accept", wanted).build()) {
            CompletableFuture<String> end = new CompletableFuture<>();
            client.subscribe(SubscriptionRequest.text("").header("Accept", wanted).body("POST", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}".getBytes(), "application/json"),
                new SubscriptionListener<String>() {
                    public void onMessage(Message<String> m) { end.complete("message " + m.data()); }
                    public void onEnded(CloseReason r) { end.complete("ended " + r); }
                });
            Rig.log("%s", end.get(20, TimeUnit.SECONDS));
            Rig.log("the server saw Accept: %s, though Builder.header and SubscriptionRequest.header both said '%s'", seen.get(), wanted);
            Rig.verdict(wanted.equals(seen.get()) ? "holds" : "FAILS: the app's Accept is replaced in silence, and the end is final");
        }
    }
}
