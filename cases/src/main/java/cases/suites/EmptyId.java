package cases.suites;
import com.sun.net.httpserver.HttpServer;
import dev.holdfast.*;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.concurrent.*;

/** An id taken back by the message itself: what onMessage can tell of it, by Message.id()'s javadoc ("cursor() knows that one"). */
public class EmptyId {
    public static void main(String[] a) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", x -> {
            x.getResponseHeaders().set("Content-Type", "text/event-stream"); x.sendResponseHeaders(200, 0);
            OutputStream o = x.getResponseBody(); o.write("id: 1\ndata: a\n\nid:\ndata: b\n\ndata: c\n\n".getBytes()); o.flush();
            try { Thread.sleep(3000); } catch (InterruptedException e) { } x.close();
        });
        server.start();
        for (Acknowledgement mode : Acknowledgement.values()) {
            System.out.println(mode + " (the standard's lastEventId: a=1, b=\"\", c=\"\")");
            try (RealtimeClient c = RealtimeClient.builder("http://127.0.0.1:" + server.getAddress().getPort() + "/").build()) {
                CompletableFuture<Subscription> s = new CompletableFuture<>(); CountDownLatch three = new CountDownLatch(3);
                s.complete(c.subscribe(SubscriptionRequest.text("").acknowledge(mode), m -> {
                    String before = s.join().cursor(); m.ack(); String after = s.join().cursor();
                    System.out.println("  " + m.data() + ": id()=" + m.id() + " cursor()=" + before + (mode == Acknowledgement.MANUAL ? ", after ack() " + after : "")); three.countDown(); }));
                System.out.println("  all three: " + three.await(10, TimeUnit.SECONDS));
            }
            Thread.sleep(100);
        }
        System.exit(0);
    }
}
