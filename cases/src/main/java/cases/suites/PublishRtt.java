package cases.suites;
import dev.holdfast.*; import dev.holdfast.protocol.HoldfastJson; import java.util.*; import java.util.concurrent.*;
/** publish() and its receipt, one after the other, to the reference server. PublishRtt URL [nodelay] */
public class PublishRtt {
  public static void main(String[] a) throws Exception {
    RealtimeClient.Builder b = RealtimeClient.builder(a[0]).protocol(HoldfastJson.create());
    if (a.length > 1) b.okHttpClient(new okhttp3.OkHttpClient.Builder().socketFactory(new EchoHoldfast.NoDelay()).build());
    try (RealtimeClient c = b.build()) {
      for (int i = 0; i < 200; i++) c.publish("warm", "x").get(10, TimeUnit.SECONDS);
      for (int size : new int[] {1000, 4000, 8000, 8300, 10000, 20000, 40000, 60000}) {
        String s = "x".repeat(size); double[] ms = new double[60];
        for (int i = 0; i < ms.length; i++) { long t = System.nanoTime(); c.publish("t", s).get(10, TimeUnit.SECONDS); ms[i] = (System.nanoTime() - t) / 1e6; }
        Arrays.sort(ms); System.out.printf(Locale.ROOT, "%6d characters: median %.2f ms, 90 %% %.2f ms to the receipt%n", size, ms[30], ms[54]);
      }
    }
    System.exit(0);
  }
}
