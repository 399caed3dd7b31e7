package cases.suites;
import dev.holdfast.*; import dev.holdfast.protocol.HoldfastJson;
import org.java_websocket.WebSocket; import org.java_websocket.drafts.Draft_6455; import org.java_websocket.handshake.ClientHandshake; import org.java_websocket.protocols.Protocol; import org.java_websocket.server.WebSocketServer;
import java.net.InetSocketAddress; import java.util.*; import java.util.regex.*;
/** A HoldfastJson server that never answers one of two subscribes, on an otherwise healthy connection. */
public class LostSubscribed {
  public static void main(String[] a) throws Exception {
    int secs = Integer.parseInt(a[0]); Object up = new Object(); int[] subscribes = {0}, conns = {0};
    WebSocketServer s = new WebSocketServer(new InetSocketAddress("127.0.0.1", 0), List.of(new Draft_6455(List.of(), List.of(new Protocol("holdfast.v1"))))) {
      public void onOpen(WebSocket c, ClientHandshake h) { conns[0]++; }
      public void onMessage(WebSocket c, String m) {
        if (m.contains("\"hello\"")) c.send("{\"type\":\"welcome\",\"version\":1}");
        if (m.contains("\"subscribe\"")) { subscribes[0]++; Matcher x = Pattern.compile("\"sub\":(\\d+),\"topic\":\"(\\w+)\"").matcher(m);
          while (x.find()) if (x.group(2).equals("b")) { c.send("{\"type\":\"subscribed\",\"sub\":" + x.group(1) + ",\"continuity\":\"fresh\"}"); c.send("{\"type\":\"message\",\"sub\":" + x.group(1) + ",\"id\":\"1\",\"data\":1}"); } } }
      public void onClose(WebSocket c, int code, String r, boolean remote) { } public void onError(WebSocket c, Exception e) { e.printStackTrace(); }
      public void onStart() { synchronized (up) { up.notifyAll(); } } };
    synchronized (up) { s.start(); up.wait(); }
    try (RealtimeClient client = RealtimeClient.builder("ws://127.0.0.1:" + s.getPort()).protocol(HoldfastJson.create()).build()) {
      client.addConnectionListener(e -> System.out.println("event " + e));
      long t0 = System.currentTimeMillis(); List<Subscription> subs = new ArrayList<>();
      for (String t : List.of("a", "b")) subs.add(client.subscribe(t, new SubscriptionListener<String>() {
        public void onMessage(Message<String> m) { System.out.println(t + " message " + m.text()); } public void onSubscribed(Continuity c) { System.out.println(t + " subscribed " + c); } public void onError(Throwable e) { System.out.println(t + " " + e); } public void onEnded(CloseReason r) { System.out.println(t + " ended " + r); } }));
      while (System.currentTimeMillis() - t0 < secs * 1000L) { Thread.sleep(15_000); System.out.println((System.currentTimeMillis() - t0) / 1000 + " s: client " + client.state() + ", a " + subs.get(0).state() + ", b " + subs.get(1).state() + ", connections " + conns[0] + ", subscribe frames " + subscribes[0]); }
    } s.stop(500); System.exit(0);
  } }
