package dev.holdfast.benchmarks;

import dev.holdfast.CloseReason;
import dev.holdfast.Delivery;
import dev.holdfast.Message;
import dev.holdfast.RealtimeClient;
import dev.holdfast.SubscriptionListener;
import java.io.Closeable;
import okhttp3.OkHttpClient;

/** Holdfast: its defaults but for the delivery, the Plain protocol, undecoded. */
final class HoldfastClient implements FeedClient {
    private final String name;
    private final Delivery delivery;
    /** Made once, as the peers' is. */
    private final OkHttpClient okHttp = OkHttpSupport.asItComes();

    private HoldfastClient(String name, Delivery delivery) {
        this.name = name;
        this.delivery = delivery;
    }

    /** Listeners run on the reading thread, as those of the peers do. */
    static HoldfastClient direct() {
        return new HoldfastClient("Holdfast", Delivery.direct());
    }

    /** Listeners run on another thread, which is the default. */
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
                receiver.text(message.data());
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
