// cases/run ContentType
// Reported: 54xzh/FLIT#71 (text/plain), lysine-dev/okhttp#8510 (the maintainer's way: an interceptor that rewrites the type).
package cases.field;
import dev.holdfast.*;
import java.util.concurrent.*;
import okhttp3.OkHttpClient;
class ContentType {
    static String one(String url, OkHttpClient http) throws Exception {
        RealtimeClient.Builder b = RealtimeClient.builder(url);
        if (http != null) b.okHttpClient(http);
        try (RealtimeClient client = b.build()) {
            CompletableFuture<String> end = new CompletableFuture<>();
            client.subscribe(new SubscriptionListener<String>() {
                public void onMessage(Message<String> m) { end.complete("message " + m.data()); }
                public void onEnded(CloseReason r) { end.complete("ended " + r); }
            });
            return end.get(20, TimeUnit.SECONDS);
        }
    }
    public static void main(String[] a) throws Exception {
        try (Rig rig = new Rig(c -> { if (!c.request()) return; c.raw("HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\ndata: hello\n\n"); c.untilGone(); })) {
            Rig.verdict("as it is: " + one(rig.http("/"), null));
            OkHttpClient http = new OkHttpClient.Builder().addNetworkInterceptor(chain -> chain.proceed(chain.request()).newBuilder().header("Content-Type", "text/event-stream").build()).build();
            Rig.verdict("with a network interceptor that sets the header: " + one(rig.http("/"), http));
            http = new OkHttpClient.Builder().addNetworkInterceptor(chain -> {
                okhttp3.Response r = chain.proceed(chain.request());
                return r.newBuilder().header("Content-Type", "text/event-stream").body(okhttp3.ResponseBody.create(r.body().source(), okhttp3.MediaType.get("text/event-stream"), r.body().contentLength())).build();
            }).build();
            Rig.verdict("with one that replaces the body as well: " + one(rig.http("/"), http));
        }
        try (Rig rig = new Rig(c -> { if (!c.request()) return; c.raw("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\ndata: hello\n\n"); c.untilGone(); })) {
            Rig.verdict("no content type at all: " + one(rig.http("/"), null));
        }
    }
}
