package dev.holdfast.benchmarks;

import com.neovisionaries.ws.client.WebSocket;
import com.neovisionaries.ws.client.WebSocketAdapter;
import com.neovisionaries.ws.client.WebSocketException;
import com.neovisionaries.ws.client.WebSocketFactory;
import java.io.Closeable;
import java.io.IOException;

/** The client of nv-websocket-client. */
final class NvWebSocketClient implements FeedClient {
    @Override
    public String name() {
        return "nv-websocket-client";
    }

    @Override
    public Closeable connect(String url, Receiver receiver) throws IOException, WebSocketException {
        WebSocket socket = new WebSocketFactory().createSocket(url).addListener(new WebSocketAdapter() {
            @Override
            public void onTextMessage(WebSocket websocket, String text) {
                receiver.text(text);
            }

            @Override
            public void onError(WebSocket websocket, WebSocketException cause) {
                receiver.failed(cause);
            }
        });
        socket.connect();
        return socket::disconnect;
    }

    @Override
    public void close() {}
}
