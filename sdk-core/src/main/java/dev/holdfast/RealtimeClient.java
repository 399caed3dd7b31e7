package dev.holdfast;

import dev.holdfast.RealtimeClient.Builder;
import dev.holdfast.internal.runtime.ClientConfig;
import dev.holdfast.internal.runtime.SharedRuntime;
import dev.holdfast.protocol.GsonDecoder;
import dev.holdfast.protocol.Plain;
import dev.holdfast.spi.PlatformWatcher;
import dev.holdfast.spi.Target;
import dev.holdfast.spi.Transport;
import dev.holdfast.spi.WireProtocol;
import java.io.Closeable;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * A client of one realtime feed. It connects when something is subscribed or published, stays connected however often the
 * network breaks, and lets the connection go when nothing uses it any more. Safe for use by many threads; nothing here
 * blocks but {@link Subscription#unsubscribeAndWait()}. Its threads are daemons: they do not keep a program alive.
 *
 * <p>After {@link #close()}: {@code subscribe} throws {@link IllegalStateException}, {@code publish} and {@code request}
 * answer a future failed with {@link CloseReason.Kind#CLOSED}, everything else does nothing or tells what is.
 */
public interface RealtimeClient extends Closeable {
    /**
     * Begins a client of a URL. {@code ws} and {@code wss} mean WebSocket, {@code http} and {@code https} Server-Sent
     * Events, unless {@link Builder#transport} says otherwise.
     */
    static Builder builder(String url) {
        return new Builder(url);
    }

    /** Begins a client like this one, which shares its threads. Closing either leaves the other alone. */
    Builder newBuilder();

    /** Subscribes to the feed at the URL itself, undecoded. */
    default Subscription subscribe(MessageHandler<? super String> handler) {
        return subscribe("", handler);
    }

    /** Subscribes to a topic, undecoded. */
    default Subscription subscribe(String topic, MessageHandler<? super String> handler) {
        return subscribe(SubscriptionOptions.text(topic), handler);
    }

    /** Subscribes to a topic, decoded to a class. */
    default <T> Subscription subscribe(String topic, Class<T> type, MessageHandler<? super T> handler) {
        return subscribe(SubscriptionOptions.of(topic, type), handler);
    }

    /**
     * Subscribes. Answers at once; the listener hears how it goes. The same topic twice is two subscriptions.
     *
     * @throws IllegalArgumentException when the protocol cannot ask for this
     * @throws IllegalStateException after {@link #close()}
     */
    <T> Subscription subscribe(SubscriptionOptions<T> options, MessageHandler<? super T> handler);

    /**
     * Publishes. While there is no connection it waits for one. The future fails with a {@link CloseException} when the
     * server refuses, when the connection ends before the receipt (then nobody knows whether it arrived), when too much
     * waits already, or when {@link Limits#replyTimeout()} passes. It completes on a background thread. Who cancels it no
     * longer waits; the message goes its way.
     *
     * @param data what the protocol writes; null for JSON null
     * @throws UnsupportedOperationException when transport or protocol cannot send
     */
    CompletableFuture<Receipt> publish(String topic, @Nullable Object data);

    /** Asks and is answered; fails as {@link #publish} does, or with what the {@link Decoder} throws. */
    default <T> CompletableFuture<T> call(String topic, @Nullable Object data, Class<T> type) {
        return call(topic, data, (Type) type);
    }

    /** The same, decoded to a generic type, such as {@code new TypeToken<List<Quote>>() {}.getType()}. */
    <T> CompletableFuture<T> call(String topic, @Nullable Object data, Type type);

    /**
     * The state. Where each topic has a connection of its own: RECONNECTING if any is, else CONNECTING if any is, else
     * CONNECTED if any is, else IDLE; CLOSED when the last one ended for good.
     */
    ConnectionState state();

    /** Adds a listener; a listener added twice is told twice. */
    void addConnectionListener(ConnectionListener listener);

    /** Removes a listener; it may still be told of what happened before. */
    void removeConnectionListener(ConnectionListener listener);

    /** Dials now: a back-off is cut short, a connection is replaced by a new one. For when the network has changed. */
    void reconnectNow();

    /** Closes connections and makes no attempt until {@link #resume()}. Subscriptions stay and keep their positions. */
    void pause();

    /** Connects again after {@link #pause()}. */
    void resume();

    /** Counters, read now; those of subscriptions that are over stay. */
    ClientStats stats();

    /** A snapshot to paste into a bug report. */
    Diagnostics diagnostics();

    /**
     * Stops receiving, lets listeners finish what is queued, with {@link Acknowledgement#MANUAL} acknowledge it, has
     * positions saved, and closes; false when the time was up before that.
     */
    CompletableFuture<Boolean> drain(Duration timeout);

    /**
     * Ends everything: goodbyes are said in the background, queued messages are discarded, and each subscription hears
     * {@code onEnded} with {@link CloseReason.Kind#CLOSED}. What the app handed in is not shut down. May be called again.
     */
    @Override
    void close();

    /** Builds clients. Not safe for use by multiple threads. */
    final class Builder {
        final ClientConfig config;
        final @Nullable SharedRuntime runtime;

        private Builder(String url) {
            this(
                    new ClientConfig(
                            Target.of(Objects.requireNonNull(url, "url")), Plain.create(), GsonDecoder.create()),
                    null);
        }

        Builder(ClientConfig config, @Nullable SharedRuntime runtime) {
            this.config = config;
            this.runtime = runtime;
        }

        /** The way to proxies, custom CAs, client certificates, cookies and pinning. It stays the app's. */
        public Builder okHttpClient(OkHttpClient client) {
            config.httpClient = Objects.requireNonNull(client, "client");
            return this;
        }

        /**
         * Adds a header to every request; it stays behind when a redirect leaves the origin.
         *
         * @throws IllegalArgumentException when HTTP does not allow such a name or value, with what to do
         */
        public Builder header(String name, String value) {
            Headers.check(name, value);
            config.base = config.base.withHeader(name, value);
            return this;
        }

        /** How to connect; by the URL's scheme unless said. */
        public Builder transport(Transport transport) {
            config.transport = Objects.requireNonNull(transport, "transport");
            return this;
        }

        /** How topics and messages are written; {@link Plain} unless said. */
        public Builder protocol(WireProtocol protocol) {
            config.protocol = Objects.requireNonNull(protocol, "protocol");
            return this;
        }

        /** Who the app is; asked anew for each attempt. */
        public Builder credentials(Credentials credentials) {
            config.credentials = Objects.requireNonNull(credentials, "credentials");
            return this;
        }

        /** Delays between attempts. */
        public Builder backoff(Backoff backoff) {
            config.backoff = Objects.requireNonNull(backoff, "backoff");
            return this;
        }

        /** When a silent peer is dead: 15 s and 10 s over WebSocket, 50 s and 10 s over SSE, unless said. */
        public Builder heartbeat(Heartbeat heartbeat) {
            config.heartbeat = Objects.requireNonNull(heartbeat, "heartbeat");
            return this;
        }

        /** Bounds on what a peer or a slow listener can make the client hold. */
        public Builder limits(Limits limits) {
            config.limits = Objects.requireNonNull(limits, "limits");
            return this;
        }

        /** Where listeners run. */
        public Builder delivery(Delivery delivery) {
            config.delivery = Objects.requireNonNull(delivery, "delivery");
            return this;
        }

        /** How payloads become objects; Gson unless said. */
        public Builder decoder(Decoder decoder) {
            config.decoder = Objects.requireNonNull(decoder, "decoder");
            return this;
        }

        /** What becomes of a publish without a receipt when the connection ends; {@link PublishGuarantee#AT_MOST_ONCE} unless said. */
        public Builder publishGuarantee(PublishGuarantee publishGuarantee) {
            config.publishGuarantee = Objects.requireNonNull(publishGuarantee, "unconfirmed");
            return this;
        }

        /** What happens when what follows a position cannot be read; {@code PoisonPolicy.stop(3)} unless said. */
        public Builder poisonPolicy(PoisonPolicy poisonPolicy) {
            config.poisonPolicy = Objects.requireNonNull(poisonPolicy, "unreadable");
            return this;
        }

        /** Keeps positions beyond the end of the process; unless said, none are kept. */
        public Builder cursorStore(CursorStore store) {
            config.cursorStore = Objects.requireNonNull(store, "store");
            return this;
        }

        /** Adds a monitor, which receives every event of the client; for metrics and logs. */
        public Builder monitor(Monitor monitor) {
            config.monitors = append(config.monitors, Objects.requireNonNull(monitor, "monitor"));
            return this;
        }

        /** Adds a watcher that pauses, resumes and checks the client for its platform. */
        public Builder platformWatcher(PlatformWatcher watcher) {
            config.platformWatchers = append(config.platformWatchers, Objects.requireNonNull(watcher, "watcher"));
            return this;
        }

        private static <T> List<T> append(List<T> list, T added) {
            List<T> longer = new ArrayList<>(list);
            longer.add(added);
            return longer;
        }

        /**
         * Sets what receives the events that no listener handles: of a plain {@link MessageHandler} its exceptions, payloads
         * that cannot be decoded, gaps, dropped messages and the end; of a {@link SubscriptionListener} the exceptions of its
         * {@code onError} and {@code onEnded}. By default each cause is logged once per subscription through {@code
         * java.util.logging}, logger {@code dev.holdfast}, level WARNING, without payloads, queries and exception messages.
         */
        public Builder onUnhandled(UnhandledHandler handler) {
            config.unhandledHandler = Objects.requireNonNull(handler, "handler");
            return this;
        }

        /**
         * Adds WebSocket subprotocols to offer, the preferred first (RFC 6455 section 1.9). A protocol that names its own
         * offers it after these. The server chooses one or none.
         *
         * @throws IllegalArgumentException when a name is not an HTTP token
         */
        public Builder subprotocols(String... names) {
            for (String name : names) config.base = config.base.withSubprotocol(Headers.token(name, "subprotocol"));
            return this;
        }

        /**
         * Sends each attempt's name, as in {@link ConnectionEvent#attemptName()}, in this header, so that a server's log can
         * be laid beside the client's; unless said, none is sent.
         *
         * @throws IllegalArgumentException when HTTP does not allow such a name
         */
        public Builder attemptHeader(String name) {
            Headers.check(name, "");
            config.attemptHeader = name;
            return this;
        }

        /**
         * Makes the client; connects to nothing yet.
         *
         * @throws IllegalArgumentException when the settings cannot work together, with what to do instead
         * @throws IllegalStateException when something is missing on the class path, with what to add
         */
        public RealtimeClient build() {
            return Wiring.client(config.copy(), runtime);
        }
    }
}
