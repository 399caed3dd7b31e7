// cases/run FirebaseRedirect
// Reported: thisbejim/Pyrebase#58, #74, #102: RTDB answers a stream with 307 to another host; the Authorization header is gone there, 401.
// Also: "event: keep-alive / data: null" beside "event: put", and "event: auth_revoked" when the token runs out (mobizt/Firebase-ESP-Client#389, AsifArmanRahman/firebase-rest-api#25).
package cases.field;
import dev.holdfast.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
class FirebaseRedirect {
    static class Put { String path; Map<String, String> data; public String toString() { return path + " " + data; } }
    public static void main(String[] a) throws Exception {
        AtomicInteger tokens = new AtomicInteger();
        try (Rig real = new Rig(c -> {
                if (!c.request()) return;
                Rig.log("other host: Authorization %s", c.header("Authorization"));
                if (c.header("Authorization") == null) { c.respond(401, "application/json", "{\"error\":\"Permission denied\"}"); return; }
                c.sse(); c.raw("event: put\ndata: {\"path\":\"/\",\"data\":{\"k\":\"v\"}}\n\n"); c.untilGone();
             });
             Rig front = new Rig(c -> { if (c.request()) c.respond(307, null, "", "Location: http://localhost:" + real.port() + "/x.json?ns=demo"); })) {
            for (boolean interceptor : new boolean[] {false, true}) {
                RealtimeClient.Builder b = RealtimeClient.builder(front.http("/x.json"));
                if (interceptor) b.okHttpClient(new okhttp3.OkHttpClient.Builder().addInterceptor(chain -> chain.proceed(chain.request().newBuilder().header("Authorization", "Bearer from-the-interceptor").build())).build());
                else b.credentials(Credentials.bearer(() -> "token-" + tokens.incrementAndGet()));
                try (RealtimeClient client = b.build()) {
                    CompletableFuture<String> end = new CompletableFuture<>();
                    client.subscribe("", Put.class, new SubscriptionListener<Put>() {
                        public void onMessage(Message<Put> m) { end.complete("message " + m.type() + " " + m.data()); }
                        public void onEnded(CloseReason r) { end.complete("ended " + r); }
                    });
                    Rig.verdict((interceptor ? "with an interceptor of the app's: " : "with .credentials(bearer): ") + end.get(20, TimeUnit.SECONDS));
                }
            }
        }
        System.out.println("--- keep-alive with data: null beside put, typed");
        try (Rig rig = new Rig(c -> { if (!c.request()) return; c.sse(); c.raw("event: keep-alive\ndata: null\n\nevent: put\ndata: {\"path\":\"/a\",\"data\":{\"k\":\"v\"}}\n\nevent: auth_revoked\ndata: credential is no longer valid\n\n"); c.untilGone(); });
             RealtimeClient client = RealtimeClient.builder(rig.http("/")).build()) {
            List<String> told = new CopyOnWriteArrayList<>();
            Subscription s = client.subscribe("", Put.class, new SubscriptionListener<Put>() {
                public void onMessage(Message<Put> m) { told.add(m.type() + "=" + m.data()); if (m.data().path != null) told.add("used " + m.data().path); }
                public void onError(Throwable t) { told.add("<error " + t + ">"); }
            });
            Rig.await(() -> s.stats().handled() >= 3, 8000);
            Rig.sleep(500);
            Rig.log("%s %s", told, s.stats());
            Rig.verdict("typed feed with several event types: a null payload reaches onMessage for keep-alive; auth_revoked is a decode error; there is no choice of event types (works but awkward)");
        }
        System.out.println("--- auth_revoked: the app asks for another connection; is the token asked for as refused?");
        List<Boolean> asked = new CopyOnWriteArrayList<>();
        try (Rig rig = new Rig(c -> { if (!c.request()) return; c.sse(); if (c.number == 1) c.raw("event: auth_revoked\ndata: credential is no longer valid\n\n"); c.untilGone(); });
             RealtimeClient client = RealtimeClient.builder(rig.http("/")).credentials(refused -> { asked.add(refused); return CompletableFuture.completedFuture(Authorization.bearer("t")); }).build()) {
            client.subscribe(m -> { if ("auth_revoked".equals(m.type())) client.reconnectNow(); });
            Rig.await(() -> asked.size() >= 2, 10000);
            Rig.log("refused flags of the calls: %s", asked);
            Rig.verdict("auth_revoked: reconnectNow() asks anew, but says refused=" + (asked.size() > 1 ? asked.get(1) : "?") + ": the app must clear its cache itself (works but awkward)");
        }
    }
}
