package cases.suites;
import dev.holdfast.*; import java.net.*; import java.io.*; import java.util.concurrent.*;
/** A 401 that is followed by another attempt: what the event says of it. */
public class Final401 { public static void main(String[] a) throws Exception {
  ServerSocket s = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  Thread t = new Thread(() -> { try { for (int i = 0; ; i++) { Socket c = s.accept(); c.getInputStream().read(new byte[4096]); c.getOutputStream().write((i == 0 ? "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n" : "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nid: 1\ndata: x\n\n").getBytes()); c.getOutputStream().flush(); if (i == 0) c.close(); } } catch (IOException e) { } }); t.setDaemon(true); t.start();
  CountDownLatch got = new CountDownLatch(1);
  try (RealtimeClient c = RealtimeClient.builder("http://127.0.0.1:" + s.getLocalPort()).credentials(Credentials.bearer(() -> "t")).build()) {
    c.addConnectionListener(e -> System.out.println(e + (e.reason() == null ? "" : "   [reason.retryable()=" + e.reason().retryable() + "]")));
    c.subscribe(m -> { System.out.println("message " + m.text()); got.countDown(); }); System.out.println(got.await(5, TimeUnit.SECONDS));
  } } }
