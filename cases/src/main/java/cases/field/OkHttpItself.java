// cases/run OkHttpItself
// Does OkHttp's own WebSocket use a refused 101's connection again, as in 17b?
package cases.field;
import okhttp3.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
class OkHttpItself {
    public static void main(String[] a) throws Exception {
        AtomicBoolean reused = new AtomicBoolean();
        try (Rig rig = new Rig(c -> { if (!c.request()) return; c.upgradeWith("keep-alive, Upgrade"); byte[] b = new byte[4096]; int k = c.in.read(b); if (k > 0 && new String(b, 0, k, "ISO-8859-1").startsWith("GET ")) reused.set(true); c.untilGone(); })) {
            OkHttpClient http = new OkHttpClient.Builder().readTimeout(3, TimeUnit.SECONDS).build();
            for (int i = 0; i < 2; i++) {
                CompletableFuture<String> f = new CompletableFuture<>();
                http.newWebSocket(new Request.Builder().url(rig.http("/")).build(), new WebSocketListener() { @Override public void onFailure(WebSocket w, Throwable t, Response r) { f.complete(String.valueOf(t)); } });
                Rig.log("%s", f.get(10, TimeUnit.SECONDS));
                Rig.sleep(300);
            }
            Rig.verdict("OkHttp's own: " + (reused.get() ? "used again as well" : "not used again"));
            http.dispatcher().executorService().shutdownNow(); http.connectionPool().evictAll();
        }
    }
}
