package dev.holdfast.benchmarks;

import dev.holdfast.RealtimeClient;
import dev.holdfast.protocol.HoldfastJson;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;

/**
 * A benchmark of the time from a publish to its receipt, one after the other, for messages of several lengths. The
 * clients it is compared with send a text of the same length to the same server and wait for its short answer. The
 * clients take turns. A step between two lengths shows a message that waits for an acknowledgement of TCP.
 */
final class Publish {
    private static final int[] LENGTHS = {1000, 8000, 9000, 20_000, 60_000};

    /** One client: sends a text and returns when the server has answered. */
    private interface Sender extends Closeable {
        void send(String text) throws Exception;
    }

    private Publish() {}

    public static void main(String[] args) throws Exception {
        Options options = new Options(args, Map.of("times", 200, "warmup", 500));
        System.out.println(Options.machine());
        try (Child server = new Child(256, PublishServer.class)) {
            String url = "ws://127.0.0.1:" + server.line() + "/";
            Map<String, Sender> senders = new LinkedHashMap<>();
            senders.put("Holdfast", holdfast(url));
            senders.put("okhttp3.WebSocket", okHttp(url));
            senders.put("java.net.http", jdk(url));
            for (Sender sender : senders.values()) measure(sender, 20_000, options.get("warmup"));
            System.out.printf(Locale.ROOT, "%nmicroseconds, median%n%-20s", "client");
            for (int length : LENGTHS) System.out.printf(Locale.ROOT, " %8d", length);
            System.out.println();
            long[][] medians = new long[senders.size()][LENGTHS.length];
            for (int i = 0; i < LENGTHS.length; i++) {
                int row = 0;
                for (Sender sender : senders.values())
                    medians[row++][i] = measure(sender, LENGTHS[i], options.get("times"));
            }
            int row = 0;
            for (String name : senders.keySet()) {
                System.out.printf(Locale.ROOT, "%-20s", name);
                for (long median : medians[row++]) System.out.printf(Locale.ROOT, " %8d", median);
                System.out.println();
            }
            for (Sender sender : senders.values()) sender.close();
        }
        System.exit(0);
    }

    private static long measure(Sender sender, int length, int times) throws Exception {
        String text = "x".repeat(length);
        long[] micros = new long[times];
        for (int i = 0; i < times; i++) {
            long begin = System.nanoTime();
            sender.send(text);
            micros[i] = (System.nanoTime() - begin) / 1000;
        }
        Arrays.sort(micros);
        return micros[times / 2];
    }

    private static Sender holdfast(String url) {
        RealtimeClient client =
                RealtimeClient.builder(url).protocol(HoldfastJson.create()).build();
        return new Sender() {
            @Override
            public void send(String text) throws Exception {
                client.publish("t", text).get(10, TimeUnit.SECONDS);
            }

            @Override
            public void close() {
                client.close();
            }
        };
    }

    private static Sender okHttp(String url) {
        OkHttpClient client = OkHttpSupport.patient();
        LinkedBlockingQueue<String> answers = new LinkedBlockingQueue<>();
        WebSocket socket = client.newWebSocket(new Request.Builder().url(url).build(), new WebSocketListener() {
            @Override
            public void onMessage(WebSocket from, String text) {
                answers.add(text);
            }
        });
        return new Sender() {
            @Override
            public void send(String text) throws Exception {
                socket.send(text);
                await(answers);
            }

            @Override
            public void close() {
                socket.cancel();
                OkHttpSupport.close(client);
            }
        };
    }

    private static Sender jdk(String url) {
        LinkedBlockingQueue<String> answers = new LinkedBlockingQueue<>();
        java.net.http.WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(url), new java.net.http.WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(java.net.http.WebSocket from, CharSequence text, boolean last) {
                        answers.add(text.toString());
                        from.request(1);
                        return CompletableFuture.completedFuture(text);
                    }
                })
                .join();
        return new Sender() {
            @Override
            public void send(String text) throws Exception {
                socket.sendText(text, true).join();
                await(answers);
            }

            @Override
            public void close() {
                socket.abort();
            }
        };
    }

    private static void await(LinkedBlockingQueue<String> answers) throws Exception {
        if (answers.poll(10, TimeUnit.SECONDS) == null) throw new IOException("No answer within 10 s");
    }
}
