package dev.holdfast.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.holdfast.RealtimeClient;
import dev.holdfast.protocol.HoldfastJson;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;

/** One client of {@link Topics}, in a process of its own. */
final class TopicsClient {
    private static final int BATCH = 256;

    private final int many;
    private final String url;
    /** The last message of each topic. */
    private final AtomicIntegerArray heard;
    /** Signals that all topics have received the first message, and the second. */
    private final CountDownLatch[] all;

    private TopicsClient(int many, String url) {
        this.many = many;
        this.url = url;
        this.heard = new AtomicIntegerArray(many);
        this.all = new CountDownLatch[] {new CountDownLatch(many), new CountDownLatch(many)};
    }

    public static void main(String[] args) throws Exception {
        TopicsClient topics = new TopicsClient(Integer.parseInt(args[1]), "ws://127.0.0.1:" + args[2] + "/");
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, US_ASCII));
        long heapBefore = Footprint.heap();
        long began = System.nanoTime();
        if (args[0].equals("holdfast")) topics.holdfast();
        else topics.new Least().connect();
        topics.all[0].await();
        double first = (System.nanoTime() - began) / 1e9;
        double heap = (Footprint.heap() - heapBefore) / (double) topics.many;
        System.out.println("heard");
        if (input.readLine() == null) return; // The server cuts the connection now.
        long cut = System.nanoTime();
        topics.all[1].await();
        double whole = (System.nanoTime() - cut) / 1e9;
        System.out.printf(Locale.ROOT, "%.1f %.0f %d %.1f%n", first, heap, Footprint.threads(), whole);
        System.exit(0);
    }

    private void heard(int topic, int message) {
        int before = heard.getAndSet(topic, message);
        if (message != before + 1) throw new IllegalStateException(topic + " received " + message + " after " + before);
        all[message - 1].countDown();
    }

    private void holdfast() {
        RealtimeClient client =
                RealtimeClient.builder(url).protocol(HoldfastJson.create()).build();
        for (int i = 0; i < many; i++) {
            int topic = i;
            client.subscribe("topic/" + i, Integer.class, message -> heard(topic, Integer.parseInt(message.text())));
        }
    }

    /** The minimal OkHttp client: a map of topics that subscribes to everything again after a reconnect. */
    private final class Least extends WebSocketListener {
        private final OkHttpClient http = OkHttpSupport.patient();

        void connect() {
            Request request = new Request.Builder()
                    .url(url)
                    .header("Sec-WebSocket-Protocol", "holdfast.v1")
                    .build();
            http.newWebSocket(request, this);
        }

        @Override
        public void onOpen(WebSocket socket, Response response) {
            socket.send("{\"type\":\"hello\",\"version\":1}");
        }

        @Override
        public void onMessage(WebSocket socket, String text) {
            JsonObject said = JsonParser.parseString(text).getAsJsonObject();
            String type = said.get("type").getAsString();
            if (type.equals("welcome")) subscribe(socket);
            else if (type.equals("message"))
                heard(said.get("sub").getAsInt(), said.get("id").getAsInt());
        }

        private void subscribe(WebSocket socket) {
            for (int at = 0; at < many; at += BATCH) {
                StringBuilder batch = new StringBuilder("{\"type\":\"subscribe\",\"subs\":[");
                for (int i = at; i < Math.min(many, at + BATCH); i++) {
                    if (i > at) batch.append(',');
                    batch.append("{\"sub\":")
                            .append(i)
                            .append(",\"topic\":\"topic/")
                            .append(i)
                            .append('"');
                    if (heard.get(i) > 0)
                        batch.append(",\"cursor\":\"").append(heard.get(i)).append('"');
                    batch.append('}');
                }
                socket.send(batch.append("]}").toString());
            }
        }

        @Override
        public void onFailure(WebSocket socket, Throwable error, @Nullable Response response) {
            connect();
        }
    }
}
