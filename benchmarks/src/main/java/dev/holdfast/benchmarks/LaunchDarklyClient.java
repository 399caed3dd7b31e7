package dev.holdfast.benchmarks;

import com.launchdarkly.eventsource.ConnectStrategy;
import com.launchdarkly.eventsource.EventSource;
import com.launchdarkly.eventsource.StreamException;
import java.io.Closeable;
import java.net.URI;

/** The client of LaunchDarkly's okhttp-eventsource in its cheapest mode: events are pulled on the reading thread. */
final class LaunchDarklyClient implements FeedClient {
    @Override
    public String name() {
        return "LD okhttp-eventsource";
    }

    @Override
    public Closeable connect(String url, Receiver receiver) {
        EventSource source = new EventSource.Builder(ConnectStrategy.http(URI.create(url))).build();
        Thread reader = new Thread(() -> read(source, receiver), "launch-darkly");
        reader.setDaemon(true);
        reader.start();
        return source;
    }

    private static void read(EventSource source, Receiver receiver) {
        try {
            while (true) receiver.text(source.readMessage().getData());
        } catch (StreamException e) {
            receiver.failed(e);
        }
    }

    @Override
    public void close() {}
}
