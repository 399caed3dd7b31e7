package dev.holdfast.jvm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import com.sun.net.httpserver.HttpServer;
import dev.holdfast.RealtimeClient;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import okhttp3.ResponseBody;
import retrofit2.Call;
import retrofit2.Retrofit;
import retrofit2.http.GET;

/** An app that calls a REST service by Retrofit and listens to a feed by Holdfast. */
public final class RetrofitApp {
    private RetrofitApp() {}

    /** The REST service. */
    public interface Service {
        /** The one thing it says. */
        @GET("rest")
        Call<ResponseBody> rest();
    }

    /** Prints what both say, or why the feed's client cannot be built. */
    public static void main(String[] args) throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        ExecutorService threads = Executors.newCachedThreadPool();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/rest", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write("hello".getBytes(UTF_8));
            }
        });
        server.createContext("/feed", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write("data: one\n\n".getBytes(UTF_8));
                out.flush();
                if (!over.await(30, SECONDS)) throw new AssertionError("the app did not end");
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        server.start();
        String url = "http://localhost:" + server.getAddress().getPort() + "/";
        try {
            Service service = new Retrofit.Builder().baseUrl(url).build().create(Service.class);
            System.out.println("REST " + service.rest().execute().body().string());
            feed(url + "feed");
        } finally {
            over.countDown();
            server.stop(0);
            threads.shutdown(); // not now: the feed's thread may not have seen yet that it is over
        }
    }

    private static void feed(String url) throws Exception {
        try (RealtimeClient client = RealtimeClient.builder(url).build()) {
            CompletableFuture<String> first = new CompletableFuture<>();
            client.subscribe(message -> first.complete(message.data()));
            System.out.println("FEED " + first.get(30, SECONDS));
        } catch (IllegalStateException e) {
            System.out.println("REFUSED " + e.getMessage());
        }
    }
}
