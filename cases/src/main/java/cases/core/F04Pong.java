package cases.core;
import dev.holdfast.*;
import dev.holdfast.protocol.*;
import dev.holdfast.jvm.*;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;
import io.micrometer.core.instrument.simple.*;

/** A server that sends unsolicited pongs as its heartbeat (RFC 6455 5.5.3 allows it; .NET's KeepAliveInterval does it). */
public class F04Pong {
    public static void main(String[] a) throws Exception {
        Srv srv = new Srv(c -> {
            c.head(); c.upgrade();
            for (int i = 0; i < 3; i++) { c.send(Srv.Conn.frame(0x8A, new byte[0])); Srv.sleep(300); }
            Srv.sleep(10_000);
        });
        HoldfastMetrics metrics = HoldfastMetrics.create();
        SimpleMeterRegistry reg = new SimpleMeterRegistry(); metrics.bindTo(reg);
        RealtimeClient client = RealtimeClient.builder(srv.ws()).monitor(metrics).monitor(new Monitor() {
            public void onRoundTrip(String connection, long nanos) { Srv.log("onRoundTrip " + connection + " " + nanos / 1e9 + " s"); }
        }).build();
        client.subscribe("x", m -> {});
        Srv.sleep(2500);
        Srv.log(client.diagnostics().toString());
        Srv.log("holdfast.heartbeat.roundtrip count=" + reg.get("holdfast.heartbeat.roundtrip").timer().count() + " max=" + reg.get("holdfast.heartbeat.roundtrip").timer().max(TimeUnit.SECONDS) + " s; JVM up " + java.lang.management.ManagementFactory.getRuntimeMXBean().getUptime() + " ms");
        System.exit(0);
    }
}
