package cases.suites;
import dev.holdfast.*; import dev.holdfast.spi.*; import dev.holdfast.transport.WebSocketTransport; import java.util.List; import java.util.concurrent.*; import java.util.function.Function;
/** The same echo over Holdfast; a second argument "nodelay" gives OkHttp a socket factory that sets TCP_NODELAY, which is what an app can do today. */
public class EchoHoldfast {
  public static void main(String[] a) throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    RealtimeClient.Builder b = RealtimeClient.builder(a[0]).transport(WebSocketTransport.create()).protocol(new Echo()).limits(Limits.defaults().maxMessageBytes(4 << 20));
    if (a.length > 1 && a[1].equals("nodelay")) b.okHttpClient(new okhttp3.OkHttpClient.Builder().socketFactory(new NoDelay()).build());
    RealtimeClient c = b.build(); c.addConnectionListener(e -> { if (e.current() == ConnectionState.RECONNECTING) done.countDown(); });
    c.subscribe(m -> { }); done.await(100, TimeUnit.SECONDS); c.close(); System.exit(0);
  }
  static final class NoDelay extends javax.net.SocketFactory {
    @Override public java.net.Socket createSocket() throws java.io.IOException { java.net.Socket s = new java.net.Socket(); s.setTcpNoDelay(true); return s; }
    @Override public java.net.Socket createSocket(String h, int p) { throw new UnsupportedOperationException(); }
    @Override public java.net.Socket createSocket(String h, int p, java.net.InetAddress l, int q) { throw new UnsupportedOperationException(); }
    @Override public java.net.Socket createSocket(java.net.InetAddress h, int p) { throw new UnsupportedOperationException(); }
    @Override public java.net.Socket createSocket(java.net.InetAddress h, int p, java.net.InetAddress l, int q) { throw new UnsupportedOperationException(); }
  }
  static final class Echo implements WireProtocol {
    @Override public String name() { return "echo"; }
    @Override public Binding binding(Transport t) { return Binding.DEDICATED; }
    @Override public boolean resumes() { return false; }
    @Override public Conversation converse(Outlet out) { return new Conversation() {
      @Override public void opened(Function<String, String> h) { out.ready(); }
      @Override public void subscribe(List<Route> r) { out.subscribed(r.get(0), Continuity.FRESH); }
      @Override public void received(Frame f) { out.send(Frame.binary(f.bytes())); } }; }
  }
}
