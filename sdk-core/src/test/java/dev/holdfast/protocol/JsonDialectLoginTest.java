package dev.holdfast.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.Message;
import dev.holdfast.RealtimeClient;
import dev.holdfast.SubscriptionListener;
import dev.holdfast.spi.WireSubscription;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

/** A server that sends the current state right behind its reply to the login, before it is asked for anything. */
class JsonDialectLoginTest {
    private static final JsonDialect DIALECT = JsonDialect.of(
                    "login",
                    routes -> routes.stream().map(WireSubscription::topic).collect(Collectors.joining(",")),
                    (frame, reply) -> {
                        String data = frame.raw("data");
                        if (data == null) reply.ready();
                        else reply.message("account", data);
                    })
            .withGreeting(Map.of("op", "login"));

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @RepeatedTest(30)
    @Timeout(60)
    void theStateBehindTheLoginArrives() throws Exception {
        try (MockWebServer server = new MockWebServer()) {
            server.enqueue(new MockResponse.Builder()
                    .webSocketUpgrade(new WebSocketListener() {
                        @Override
                        public void onMessage(WebSocket socket, String text) {
                            if (!text.contains("login")) return;
                            socket.send("{\"event\":\"login\"}");
                            for (int i = 0; i < 3; i++) socket.send("{\"data\":" + i + "}");
                        }

                        @Override
                        public void onClosing(WebSocket socket, int code, String reason) {
                            socket.close(code, null);
                        }
                    })
                    .build());
            server.start();
            String url = "ws://127.0.0.1:" + server.getPort() + "/";
            try (RealtimeClient client =
                    RealtimeClient.builder(url).protocol(DIALECT).build()) {
                client.subscribe("account", new SubscriptionListener<String>() {
                    @Override
                    public void onMessage(Message<String> message) {
                        heard.add(message.data());
                    }

                    @Override
                    public void onSubscribed(Continuity continuity) {
                        heard.add(continuity.name());
                    }

                    @Override
                    public void onError(Throwable error) {
                        heard.add(error.toString());
                    }

                    @Override
                    public void onEnded(CloseReason reason) {
                        heard.add(reason.toString());
                    }
                });
                for (String expected : new String[] {"FRESH", "0", "1", "2"}) {
                    assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo(expected);
                }
            }
        }
    }
}
