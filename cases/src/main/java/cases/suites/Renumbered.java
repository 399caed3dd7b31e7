package cases.suites;
import dev.holdfast.*; import java.net.*; import java.io.*; import java.util.*; import java.util.concurrent.*; import java.time.*;
/** A plain event stream whose server restarts and numbers from 1 again: what of its NEW events reaches the listener? */
public class Renumbered { public static void main(String[] a) throws Exception {
  ServerSocket s = new ServerSocket(0, 5, InetAddress.getLoopbackAddress()); CountDownLatch sent = new CountDownLatch(2);
  Thread t = new Thread(() -> { try { for (int i = 0; ; i++) { Socket c = s.accept(); c.getInputStream().read(new byte[4096]); OutputStream o = c.getOutputStream(); o.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n".getBytes());
    for (int n = 1; n <= (i == 0 ? 20 : 30); n++) o.write(("id: " + n + "\ndata: run" + i + "-" + n + "\n\n").getBytes()); o.flush(); sent.countDown(); Thread.sleep(300); if (i == 0) c.close(); } } catch (Exception e) { } }); t.setDaemon(true); t.start();
  List<String> got = Collections.synchronizedList(new ArrayList<>());
  try (RealtimeClient c = RealtimeClient.builder("http://127.0.0.1:" + s.getLocalPort()).build()) {
    Subscription sub = c.subscribe(new SubscriptionListener<String>() { public void onMessage(Message<String> m) { got.add(m.text()); } public void onSubscribed(Continuity k) { got.add("<" + k + ">"); } public void onDropped(Dropped d) { got.add("<dropped>"); } });
    sent.await(); Thread.sleep(1000); System.out.println(got); System.out.println(sub.stats());
  } } }
