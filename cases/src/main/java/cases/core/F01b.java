package cases.core;
import dev.holdfast.*;
import dev.holdfast.protocol.*;
import java.util.*;
import java.util.concurrent.*;
/** The same by the wire protocol's own words: a server that filters sends "position" between the messages that pass. Ids of 12 characters, a listener that is held up (a paused screen). */
public class F01b {
    public static void main(String[] a) throws Exception {
        Srv srv = new Srv(c -> { c.head(); c.upgrade("Sec-WebSocket-Protocol: holdfast.v1"); c.recvText(); c.send("{\"type\":\"welcome\",\"version\":1}"); c.recvText(); c.send("{\"type\":\"subscribed\",\"sub\":1,\"continuity\":\"fresh\"}");
            for (int i = 0; ; i += 2) { c.w(Srv.Conn.text("{\"type\":\"message\",\"sub\":1,\"id\":\"" + (100000000000L + i) + "\",\"data\":1}")); c.w(Srv.Conn.text("{\"type\":\"position\",\"sub\":1,\"id\":\"" + (100000000001L + i) + "\"}")); if (i % 500 == 0) c.fl(); } });
        RealtimeClient cl = RealtimeClient.builder(srv.ws()).protocol(HoldfastJson.create()).build(); CountDownLatch go = new CountDownLatch(1);
        Subscription s = cl.subscribe(SubscriptionRequest.text("x").overflow(Overflow.latest(m -> "k")), m -> { try { go.await(); } catch (InterruptedException e) {} });
        Runtime rt = Runtime.getRuntime(); for (int i = 0; i < 12; i++) { Thread.sleep(2000); System.gc(); Srv.log("heap " + (rt.totalMemory() - rt.freeMemory()) / 1048576 + " MB " + s.stats()); }
        Process p = new ProcessBuilder("jcmd", "" + ProcessHandle.current().pid(), "GC.class_histogram").start(); for (String l : new String(p.getInputStream().readAllBytes()).split("\n")) if (l.contains("Backlog$Position")) System.out.println(l);
        System.exit(0);
    }
}
