package dev.holdfast.benchmarks;

import dev.holdfast.Backoff;
import dev.holdfast.RealtimeClient;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicIntegerArray;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import okhttp3.sse.EventSources;
import org.jspecify.annotations.Nullable;

/**
 * One client of {@link Crowd}, in a process of its own. It opens the connections, reports their cost, and reconnects.
 */
final class CrowdClient {
    private final int many;
    private final String url;
    /** The number of messages that each connection has received since the last reset. */
    private final AtomicIntegerArray heard;

    private CrowdClient(int many, String url) {
        this.many = many;
        this.url = url;
        this.heard = new AtomicIntegerArray(many);
    }

    public static void main(String[] args) throws Exception {
        String who = args[0];
        boolean webSocket = args[1].equals("ws");
        int many = Integer.parseInt(args[2]);
        CrowdClient crowd = new CrowdClient(many, (webSocket ? "ws" : "http") + "://127.0.0.1:" + args[3] + "/feed");
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        long rssBefore = Footprint.rss();
        long heapBefore = Footprint.heap();
        long began = System.nanoTime();
        if (who.equals("holdfast")) crowd.holdfast();
        else if (webSocket) crowd.okHttpWebSockets();
        else crowd.okHttpStreams();
        crowd.awaitAll();
        double opened = (System.nanoTime() - began) / 1e9;
        double heap = (Footprint.heap() - heapBefore) / 1024.0 / many;
        double rss = (Footprint.rss() - rssBefore) / 1024.0 / many;
        int threads = Footprint.threads();
        System.out.println("ready");
        String line = input.readLine(); // The server is down.
        if (line == null) return;
        long lost = System.nanoTime();
        crowd.forget();
        crowd.awaitAll();
        double back = (System.nanoTime() - lost) / 1e9;
        System.out.printf(Locale.ROOT, "%.1f %.1f %.1f %d %.1f%n", opened, heap, rss, threads, back);
        System.exit(0);
    }

    private void forget() {
        for (int i = 0; i < many; i++) heard.set(i, 0);
    }

    @SuppressWarnings("BusyWait") // polls at intervals
    private void awaitAll() throws InterruptedException {
        for (int i = 0; i < many; i++) while (heard.get(i) == 0) Thread.sleep(5);
    }

    // ---- clients

    private void holdfast() {
        RealtimeClient client = RealtimeClient.builder(url)
                .backoff(Backoff.exponential(Duration.ofMillis(500), Duration.ofSeconds(5)))
                .build();
        for (int i = 0; i < many; i++) {
            int number = i;
            client.subscribe("t" + i, message -> heard.incrementAndGet(number));
        }
    }

    private OkHttpClient okHttp() {
        Dispatcher dispatcher = new Dispatcher(threadPerTask());
        dispatcher.setMaxRequests(many);
        dispatcher.setMaxRequestsPerHost(many);
        return OkHttpSupport.patient().newBuilder().dispatcher(dispatcher).build();
    }

    /**
     * Returns an executor with virtual threads on Java 24 or newer. Uses reflection because this is compiled for Java
     * 17.
     */
    private static ExecutorService threadPerTask() {
        try {
            if (Runtime.version().feature() >= 24) {
                return (ExecutorService) Executors.class
                        .getMethod("newVirtualThreadPerTaskExecutor")
                        .invoke(null);
            }
        } catch (ReflectiveOperationException e) {
            System.err.println(e);
        }
        return Executors.newCachedThreadPool();
    }

    private void okHttpWebSockets() {
        OkHttpClient http = okHttp();
        for (int i = 0; i < many; i++) new OkHttpWebSocket(http, i).connect();
    }

    private void okHttpStreams() {
        OkHttpClient http = okHttp();
        for (int i = 0; i < many; i++) new OkHttpStream(http, i).connect();
    }

    /** Reconnects at once, as a simple application would, because OkHttp does not reconnect. */
    private final class OkHttpWebSocket extends WebSocketListener {
        private final OkHttpClient http;
        private final int number;

        OkHttpWebSocket(OkHttpClient http, int number) {
            this.http = http;
            this.number = number;
        }

        void connect() {
            http.newWebSocket(new Request.Builder().url(url + "/t" + number).build(), this);
        }

        @Override
        public void onMessage(WebSocket socket, String text) {
            heard.incrementAndGet(number);
        }

        @Override
        public void onFailure(WebSocket socket, Throwable error, @Nullable Response response) {
            connect();
        }
    }

    private final class OkHttpStream extends EventSourceListener {
        private final OkHttpClient http;
        private final int number;

        OkHttpStream(OkHttpClient http, int number) {
            this.http = http;
            this.number = number;
        }

        void connect() {
            Request request = new Request.Builder().url(url + "/t" + number).build();
            EventSources.createFactory(http).newEventSource(request, this);
        }

        @Override
        public void onEvent(EventSource source, @Nullable String id, @Nullable String type, String data) {
            heard.incrementAndGet(number);
        }

        @Override
        public void onFailure(EventSource source, @Nullable Throwable error, @Nullable Response response) {
            connect();
        }
    }
}
