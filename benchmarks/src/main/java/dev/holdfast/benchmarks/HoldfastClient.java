package dev.holdfast.benchmarks;

import dev.holdfast.CloseReason;
import dev.holdfast.Delivery;
import dev.holdfast.Message;
import dev.holdfast.RealtimeClient;
import dev.holdfast.SubscriptionListener;
import java.io.Closeable;
import okhttp3.OkHttpClient;

/**
 * The client of Holdfast with default settings except for the delivery, with the Plain protocol and without decoding.
 */
final class HoldfastClient implements FeedClient {
    private final String name;
    private final Delivery delivery;
    /** Created once, like the clients of the other libraries. */
    private final OkHttpClient okHttp = OkHttpSupport.asItComes();

    private HoldfastClient(String name, Delivery delivery) {
        this.name = name;
        this.delivery = delivery;
    }

    /** Returns a client whose listeners run on the reading thread, as in the other libraries. */
    static HoldfastClient direct() {
        return new HoldfastClient("Holdfast", Delivery.direct());
    }

    /** Returns a client whose listeners run on another thread, which is the default. */
    static HoldfastClient background() {
        return new HoldfastClient("Holdfast", Delivery.background());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Closeable connect(String url, Receiver receiver) {
        RealtimeClient client = RealtimeClient.builder(url)
                .okHttpClient(okHttp)
                .delivery(delivery)
                .build();
        client.subscribe(new SubscriptionListener<String>() {
            @Override
            public void onMessage(Message<String> message) {
                receiver.text(message.text());
            }

            @Override
            public void onError(Throwable error) {
                receiver.failed(error);
            }

            @Override
            public void onEnded(CloseReason reason) {
                receiver.failed(new IllegalStateException(reason.toString()));
            }
        });
        return client;
    }

    @Override
    public void close() {
        OkHttpSupport.close(okHttp);
    }
}
