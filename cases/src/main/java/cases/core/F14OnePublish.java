package cases.core;
import dev.holdfast.*;
import dev.holdfast.protocol.*;
import java.time.*;
import java.util.*;
import java.util.concurrent.*;

/** One publish that is larger than the server takes (the reference server: 64 KiB) and what becomes of every subscription of the client. */
public class F14OnePublish {
    public static void main(String[] a) throws Exception {
        RealtimeClient cl = RealtimeClient.builder("ws://127.0.0.1:" + a[0] + "/realtime").protocol(HoldfastJson.create()).build();
        cl.addConnectionListener(e -> Srv.log("event " + e));
        for (String t : new String[]{"prices", "orders", "chat"}) cl.subscribe(t, new SubscriptionListener<String>() { public void onMessage(Message<String> m) {} public void onSubscribed(Continuity c) { Srv.log(t + " subscribed " + c); } public void onEnded(CloseReason r) { Srv.log(t + " ENDED " + r); } });
        Srv.await(10000, () -> cl.state() == ConnectionState.CONNECTED); Srv.sleep(500);
        try { Srv.log("publish of 10 KB: " + cl.publish("chat", "x".repeat(10_000)).get()); Srv.log("publish of 70 KB: " + cl.publish("chat", "x".repeat(70_000)).get()); } catch (ExecutionException e) { Srv.log("publish of 70 KB failed: " + e.getCause()); }
        Srv.sleep(1500); Srv.log("state " + cl.state() + ", stats " + cl.stats());
        System.exit(0);
    }
}
