// cases/run UserInfo
// Reported: denoland/deno#19283, theturtle32/WebSocket-Node#448, TakahikoKawasaki/nv-websocket-client#27: user:password@ in the URL is dropped, 401. Is the password shown somewhere?
package cases.field;
import dev.holdfast.*;
import java.io.*;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.*;
class UserInfo {
    public static void main(String[] a) throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        Rig.Script script = c -> {
            if (!c.request()) return;
            seen.add(String.valueOf(c.header("Authorization")));
            if (c.header("Authorization") == null) { c.respond(401, "text/plain", "", "WWW-Authenticate: Basic realm=\"feed\""); return; }
            if (c.header("Upgrade") != null) { c.upgrade(); c.text("hello"); } else { c.sse(); c.raw("data: hello\n\n"); }
            c.untilGone();
        };
        for (String scheme : new String[] {"http", "ws"}) {
            Path dir = Files.createTempDirectory("h1-cursors");
            try (Rig rig = new Rig(script)) {
                String url = scheme + "://reader:s3cr3t@127.0.0.1:" + rig.port() + "/feed";
                RealtimeClient client;
                try { client = RealtimeClient.builder(url).cursorStore(CursorStore.inDirectory(dir)).build(); }
                catch (RuntimeException e) { Rig.verdict(scheme + ": build() refuses: " + e.getMessage()); continue; }
                CompletableFuture<String> end = new CompletableFuture<>();
                List<String> texts = new CopyOnWriteArrayList<>();
                client.addConnectionListener(e -> texts.add(e.toString()));
                client.subscribe(new SubscriptionListener<String>() {
                    public void onMessage(Message<String> m) { end.complete("message " + m.data()); }
                    public void onEnded(CloseReason r) { end.complete("ended " + r); }
                });
                Rig.log("%s: %s; the server saw Authorization %s", scheme, end.get(20, TimeUnit.SECONDS), seen);
                texts.add(client.diagnostics().toString());
                texts.add(client.toString());
                for (String t : texts) if (t.contains("s3cr3t")) Rig.log("SHOWS THE PASSWORD: %s", t);
                client.close();
                Rig.verdict(scheme + ": credentials in the URL " + (seen.contains("Basic cmVhZGVyOnMzY3IzdA==") ? "are sent" : "are dropped in silence") + (texts.toString().contains("s3cr3t") ? "; and the password is in diagnostics" : ""));
            }
            seen.clear();
        }
    }
}
