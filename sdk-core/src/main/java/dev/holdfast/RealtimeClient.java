package dev.holdfast;

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
 * A client of one realtime feed. It connects when the app subscribes or publishes, reconnects after every end that is
 * not final, and disconnects when nothing uses the connection. Safe for use by multiple threads. {@link
 * Subscription#unsubscribeAndWait()} is the only blocking call. Its threads are daemons: they do not keep a program
 * running. Implemented by Holdfast only; later versions may add methods.
 *
 * <p>After {@link #close()}, {@code subscribe} throws {@link IllegalStateException}, and {@code publish} and {@code
 * call} return a future that has failed with {@link CloseReason.Kind#CLOSED}. All other methods are no-ops or return
 * the last known state.
 */
public interface RealtimeClient extends Closeable {
    /**
     * Returns a builder of clients of a URL. {@code ws} and {@code wss} select WebSocket, {@code http} and {@code
     * https} Server-Sent Events, unless {@link Builder#transport} is set.
     */
    static Builder builder(String url) {
        return new Builder(url);
    }

    /**
     * Returns a builder with the settings of this client. The derived client shares this client's threads and its limit
     * of concurrent attempts. Closing one does not affect the other.
     */
    Builder newBuilder();

    /**
     * Subscribes to the feed at the URL itself, undecoded. See {@link #subscribe(SubscriptionOptions, MessageHandler)}.
     */
    default Subscription subscribe(MessageHandler<? super String> handler) {
        return subscribe("", handler);
    }

    /** Subscribes to a topic, undecoded. See {@link #subscribe(SubscriptionOptions, MessageHandler)}. */
    default Subscription subscribe(String topic, MessageHandler<? super String> handler) {
        return subscribe(SubscriptionOptions.text(topic), handler);
    }

    /** Subscribes to a topic, decoded to a class. See {@link #subscribe(SubscriptionOptions, MessageHandler)}. */
    default <T> Subscription subscribe(String topic, Class<T> type, MessageHandler<? super T> handler) {
        return subscribe(SubscriptionOptions.of(topic, type), handler);
    }

    /**
     * Subscribes to a topic. Returns at once; a {@link SubscriptionListener} receives the outcome. Two calls with the
     * same topic make two independent subscriptions.
     *
     * @throws IllegalArgumentException when the protocol does not support the topic or an option
     * @throws IllegalStateException when the client is closed
     */
    <T> Subscription subscribe(SubscriptionOptions<T> options, MessageHandler<? super T> handler);

    /**
     * Publishes a message. Returns at once; without a connection the message waits for one. The future completes on a
     * background thread. It fails with a {@link CloseException} when the server refuses the message, also by closing the
     * connection because the message is too large or not permitted, when the connection ends before the receipt (whether the message arrived is then unknown; see {@link PublishGuarantee}),
     * when the queue of {@link Limits#withOutbound} is full, or when {@link Limits#replyTimeout()} passes. Cancelling
     * the future only stops the wait; the message may still be sent.
     *
     * @param data the data, which the protocol encodes on the calling thread; null for JSON null
     * @throws UnsupportedOperationException when the transport or the protocol cannot send
     */
    CompletableFuture<Receipt> publish(String topic, @Nullable Object data);

    /** Sends a request and returns its reply, decoded to a class. See {@link #call(String, Object, Type)}. */
    default <T> CompletableFuture<T> call(String topic, @Nullable Object data, Class<T> type) {
        return call(topic, data, (Type) type);
    }

    /**
     * Sends a request and returns its reply, decoded to a type, such as {@code new TypeToken<List<Quote>>()
     * {}.getType()}. The future behaves as that of {@link #publish}; it also fails with the exception of the {@link
     * Decoder}, and completes with null when the decoder returns null. A request is never sent twice.
     *
     * @param data the data, which the protocol encodes on the calling thread; null for JSON null
     * @throws UnsupportedOperationException when the transport or the protocol cannot send
     */
    <T> CompletableFuture<T> call(String topic, @Nullable Object data, Type type);

    /**
     * Returns the state of the client. If each topic has its own connection: RECONNECTING if any of them is, else
     * CONNECTING if any is, else CONNECTED if any is, else IDLE; CLOSED if the last one ended for a final reason.
     */
    ConnectionState state();

    /** Adds a listener. A listener added twice is called twice. */
    void addConnectionListener(ConnectionListener listener);

    /** Removes a listener. It may still receive events that happened before. */
    void removeConnectionListener(ConnectionListener listener);

    /**
     * Replaces every open connection by a new one and cuts back-offs short, for example when the network has changed.
     * Leaves attempts under way alone.
     */
    void reconnectNow();

    /**
     * Closes all connections and makes no attempt until {@link #resume()}. Subscriptions stay and keep their cursors. A
     * publish that was sent and has no receipt fails, as after any end of a connection: wait for it first.
     */
    void pause();

    /** Ends {@link #pause()}. The client connects again unless a {@link PlatformWatcher} pauses it. */
    void resume();

    /** Returns the current counters, including those of ended subscriptions. */
    ClientStats stats();

    /** Returns a snapshot for a bug report. It contains no secrets. */
    Diagnostics diagnostics();

    /**
     * Stops receiving, waits until the listeners have handled all queued messages and the cursors are saved, and closes
     * the client. With {@link Acknowledgement#MANUAL} it also waits for the acknowledgements. Returns at once; the
     * future completes on a background thread with true, or with false when the timeout passed first: queued messages
     * were discarded, or the {@link CursorStore} was too slow or failed. A publish without a receipt fails: wait for it
     * first. Cancelling the future does not stop the drain.
     *
     * @throws IllegalArgumentException when the timeout is negative or longer than 365 days
     */
    CompletableFuture<Boolean> drain(Duration timeout);

    /**
     * Closes the client without waiting: connections are closed in the background, queued messages are discarded,
     * pending publishes and calls fail, and each subscription's {@code onEnded} receives {@link
     * CloseReason.Kind#CLOSED}. Does not shut down an executor or OkHttpClient supplied by the caller. Idempotent.
     */
    @Override
    void close();

    /**
     * A builder of clients. Not safe for use by multiple threads. Unless stated otherwise, each method replaces the
     * previous value and throws {@link NullPointerException} for null.
     */
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

        /**
         * Sets the HTTP client, for proxies, custom CAs, client certificates, cookies and pinning. The caller owns it;
         * Holdfast never shuts it down. By default Holdfast creates one.
         */
        public Builder okHttpClient(OkHttpClient client) {
            config.httpClient = Objects.requireNonNull(client, "client");
            return this;
        }

        /**
         * Adds a header to every request. It is removed when a redirect leaves the origin.
         *
         * @throws IllegalArgumentException when HTTP does not allow the name or the value
         */
        public Builder header(String name, String value) {
            Headers.check(name, value);
            config.base = config.base.withHeader(name, value);
            return this;
        }

        /** Sets the transport. By default the URL's scheme selects it. */
        public Builder transport(Transport transport) {
            config.transport = Objects.requireNonNull(transport, "transport");
            return this;
        }

        /** Sets the wire protocol. By default {@link Plain}. */
        public Builder protocol(WireProtocol protocol) {
            config.protocol = Objects.requireNonNull(protocol, "protocol");
            return this;
        }

        /**
         * Sets the source of the secret that authenticates the app, called for each attempt. By default there is none.
         */
        public Builder credentials(Credentials credentials) {
            config.credentials = Objects.requireNonNull(credentials, "credentials");
            return this;
        }

        /** Sets the delays between attempts. By default {@link Backoff#defaults()}. */
        public Builder backoff(Backoff backoff) {
            config.backoff = Objects.requireNonNull(backoff, "backoff");
            return this;
        }

        /**
         * Sets the detection of dead peers. By default 15 s and a grace of 10 s over WebSocket, 50 s and 10 s over SSE.
         */
        public Builder heartbeat(Heartbeat heartbeat) {
            config.heartbeat = Objects.requireNonNull(heartbeat, "heartbeat");
            return this;
        }

        /** Sets the limits on memory and time. By default {@link Limits#defaults()}. */
        public Builder limits(Limits limits) {
            config.limits = Objects.requireNonNull(limits, "limits");
            return this;
        }

        /** Sets the threads that run listeners. By default {@link Delivery#background()}. */
        public Builder delivery(Delivery delivery) {
            config.delivery = Objects.requireNonNull(delivery, "delivery");
            return this;
        }

        /** Sets the decoder of payloads. By default {@link GsonDecoder}. */
        public Builder decoder(Decoder decoder) {
            config.decoder = Objects.requireNonNull(decoder, "decoder");
            return this;
        }

        /**
         * Sets the guarantee for a publish whose connection ends before the receipt. By default {@link
         * PublishGuarantee#AT_MOST_ONCE}.
         */
        public Builder publishGuarantee(PublishGuarantee publishGuarantee) {
            config.publishGuarantee = Objects.requireNonNull(publishGuarantee, "publishGuarantee");
            return this;
        }

        /**
         * Sets the policy for a message that ends every connection that brings it. By default {@code
         * PoisonPolicy.stop(3)}.
         */
        public Builder poisonPolicy(PoisonPolicy poisonPolicy) {
            config.poisonPolicy = Objects.requireNonNull(poisonPolicy, "poisonPolicy");
            return this;
        }

        /** Sets the store that keeps cursors beyond the end of the process. By default cursors are not stored. */
        public Builder cursorStore(CursorStore store) {
            config.cursorStore = Objects.requireNonNull(store, "store");
            return this;
        }

        /** Adds a monitor, which receives all events of the client; for metrics and logs. */
        public Builder monitor(Monitor monitor) {
            config.monitors = append(config.monitors, Objects.requireNonNull(monitor, "monitor"));
            return this;
        }

        /** Adds a watcher that pauses, resumes and checks the client on behalf of the platform. */
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
         * Sets the handler of events that no listener handles. From a plain {@link MessageHandler} these are its
         * exceptions, payloads that cannot be decoded, gaps, dropped messages and the end; from a {@link
         * SubscriptionListener} the exceptions of its {@code onError} and {@code onEnded}. By default each cause is
         * logged once per subscription through {@code java.util.logging}, logger {@code dev.holdfast}, level WARNING,
         * without payloads, queries and exception messages.
         */
        public Builder onUnhandled(UnhandledHandler handler) {
            config.unhandledHandler = Objects.requireNonNull(handler, "handler");
            return this;
        }

        /**
         * Adds WebSocket subprotocols to offer, in order of preference (RFC 6455 section 1.9). A wire protocol with its
         * own subprotocol offers that after these. The server selects one or none.
         *
         * @throws IllegalArgumentException when a name is not an HTTP token
         */
        public Builder subprotocols(String... names) {
            for (String name : names) config.base = config.base.withSubprotocol(Headers.subprotocol(name));
            return this;
        }

        /**
         * Sets the header that carries each attempt's name, as in {@link ConnectionEvent#attemptName()}, so that the
         * server's log can be matched with the client's. By default none is sent.
         *
         * @throws IllegalArgumentException when HTTP does not allow the name
         */
        public Builder attemptHeader(String name) {
            Headers.check(name, "");
            config.attemptHeader = name;
            return this;
        }

        /**
         * Returns a new client. Does not connect yet.
         *
         * @throws IllegalArgumentException when the URL is invalid or the settings conflict; the message says what to
         *     change
         * @throws IllegalStateException when a library is missing on the class path; the message says what to add
         */
        public RealtimeClient build() {
            return Wiring.client(config, runtime);
        }
    }
}
