package cases.core;
import dev.holdfast.*;
import java.time.*;
import java.util.*;
import okhttp3.*;
public class H2Client {
    public static void main(String[] a) throws Exception {
        OkHttpClient ok = new OkHttpClient.Builder().protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE)).build();
        RealtimeClient cl = RealtimeClient.builder("http://127.0.0.1:" + a[0] + "/").okHttpClient(ok).backoff(Backoff.exponential(Duration.ofSeconds(1), Duration.ofSeconds(1))).build();
        cl.addConnectionListener(e -> Srv.log("event " + e));
        int[] n = {0};
        cl.subscribe("", m -> { if (n[0]++ < 40) Srv.log("message " + m.text()); });
        int secs = Integer.parseInt(a[1]);
        Runtime rt = Runtime.getRuntime();
        for (int i = 0; i < secs; i++) { Thread.sleep(1000); if (a.length > 2) System.gc(); Srv.log("heap " + (rt.totalMemory() - rt.freeMemory()) / 1048576 + " MB"); }
        System.exit(0);
    }
}
