package dev.holdfast.benchmarks;

import java.io.Closeable;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import okhttp3.sse.EventSources;
import org.jspecify.annotations.Nullable;

/** The client of okhttp-sse. */
final class OkHttpSseClient implements FeedClient {
    private final OkHttpClient client;
    private final String name;

    OkHttpSseClient(OkHttpClient client, String settings) {
        this.client = client;
        this.name = "okhttp-sse" + settings;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Closeable connect(String url, Receiver receiver) {
        Request request = new Request.Builder().url(url).build();
        EventSourceListener listener = new EventSourceListener() {
            @Override
            public void onEvent(EventSource source, @Nullable String id, @Nullable String type, String data) {
                receiver.text(data);
            }

            @Override
            public void onFailure(EventSource source, @Nullable Throwable t, @Nullable Response response) {
                receiver.failed(t != null ? t : new IllegalStateException("refused: " + response));
            }
        };
        return EventSources.createFactory(client).newEventSource(request, listener)::cancel;
    }

    @Override
    public void close() {
        OkHttpSupport.close(client);
    }
}
