package dev.holdfast.benchmarks;

import java.io.Closeable;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;

/** The client of OkHttp's own WebSocket. */
final class OkHttpWebSocketClient implements FeedClient {
    private final OkHttpClient client;
    private final String name;

    OkHttpWebSocketClient(OkHttpClient client, String settings) {
        this.client = client;
        this.name = "okhttp3.WebSocket" + settings;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Closeable connect(String url, Receiver receiver) {
        Request request = new Request.Builder().url(url).build();
        WebSocket socket = client.newWebSocket(request, new WebSocketListener() {
            @Override
            public void onMessage(WebSocket webSocket, String text) {
                receiver.text(text);
            }

            @Override
            public void onFailure(WebSocket webSocket, Throwable t, @Nullable Response response) {
                receiver.failed(t);
            }
        });
        return socket::cancel;
    }

    @Override
    public void close() {
        OkHttpSupport.close(client);
    }
}
