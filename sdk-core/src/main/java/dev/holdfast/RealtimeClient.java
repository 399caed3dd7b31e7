package dev.holdfast;

import dev.holdfast.RealtimeClient.Builder;
import dev.holdfast.internal.runtime.SharedRuntime;
import dev.holdfast.protocol.GsonDecoder;
import dev.holdfast.protocol.Plain;
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
    default Subscription subscribe(SubscriptionListener<? super String> listener) {
        return subscribe("", listener);
    }

    /** Subscribes to a topic, undecoded. */
    default Subscription subscribe(String topic, SubscriptionListener<? super String> listener) {
        return subscribe(SubscriptionOptions.text(topic), listener);
    }

    /** Subscribes to a topic, decoded to a class. */
    default <T> Subscription subscribe(String topic, Class<T> type, SubscriptionListener<? super T> listener) {
        return subscribe(SubscriptionOptions.of(topic, type), listener);
    }

    /**
     * Subscribes. Answers at once; the listener hears how it goes. The same topic twice is two subscriptions.
     *
     * @throws IllegalArgumentException when the protocol cannot ask for this
     * @throws IllegalStateException after {@link #close()}
     */
    <T> Subscription subscribe(SubscriptionOptions<T> options, SubscriptionListener<? super T> listener);

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
    CompletableFuture<Boolean> drain(Duration most);

    /**
     * Ends everything: goodbyes are said in the background, queued messages are discarded, and each subscription hears
     * {@code onEnded} with {@link CloseReason.Kind#CLOSED}. What the app handed in is not shut down. May be called again.
     */
    @Override
    void close();

    /** Builds clients. Not safe for use by many threads. */
    final class Builder {
        final @Nullable SharedRuntime runtime;
        Target base;

        @Nullable
        OkHttpClient http;

        @Nullable
        Transport transport;

        WireProtocol protocol;

        @Nullable
        Credentials credentials;

        Backoff backoff;

        @Nullable
        Heartbeat heartbeat;

        Limits limits;
        Delivery delivery;
        Decoder decoder;

        @Nullable
        CursorStore cursorStore;

        PublishGuarantee publishGuarantee;
        PoisonPolicy poisonPolicy;

        final List<Monitor> monitors = new ArrayList<>();

        @Nullable
        String attemptHeader;

        private Builder(String url) {
            runtime = null;
            base = Target.of(Objects.requireNonNull(url, "url"));
            protocol = Plain.create();
            backoff = Backoff.defaults();
            limits = Limits.defaults();
            delivery = Delivery.background();
            decoder = GsonDecoder.create();
            publishGuarantee = PublishGuarantee.AT_MOST_ONCE;
            poisonPolicy = PoisonPolicy.stop(3);
        }

        Builder(Builder other, SharedRuntime runtime) {
            this.runtime = runtime;
            base = other.base;
            http = other.http;
            transport = other.transport;
            protocol = other.protocol;
            credentials = other.credentials;
            backoff = other.backoff;
            heartbeat = other.heartbeat;
            limits = other.limits;
            delivery = other.delivery;
            decoder = other.decoder;
            cursorStore = other.cursorStore;
            publishGuarantee = other.publishGuarantee;
            poisonPolicy = other.poisonPolicy;
            monitors.addAll(other.monitors);
            attemptHeader = other.attemptHeader;
        }

        /** The way to proxies, custom CAs, client certificates, cookies and pinning. It stays the app's. */
        public Builder okHttpClient(OkHttpClient client) {
            this.http = Objects.requireNonNull(client, "client");
            return this;
        }

        /**
         * Adds a header to every request; it stays behind when a redirect leaves the origin.
         *
         * @throws IllegalArgumentException when HTTP does not allow such a name or value, with what to do
         */
        public Builder header(String name, String value) {
            Headers.check(name, value);
            this.base = base.withHeader(name, value);
            return this;
        }

        /** How to connect; by the URL's scheme unless said. */
        public Builder transport(Transport transport) {
            this.transport = Objects.requireNonNull(transport, "transport");
            return this;
        }

        /** How topics and messages are written; {@link Plain} unless said. */
        public Builder protocol(WireProtocol protocol) {
            this.protocol = Objects.requireNonNull(protocol, "protocol");
            return this;
        }

        /** Who the app is; asked anew for each attempt. */
        public Builder credentials(Credentials credentials) {
            this.credentials = Objects.requireNonNull(credentials, "credentials");
            return this;
        }

        /** Delays between attempts. */
        public Builder backoff(Backoff backoff) {
            this.backoff = Objects.requireNonNull(backoff, "backoff");
            return this;
        }

        /** When a silent peer is dead: 15 s and 10 s over WebSocket, 50 s and 10 s over SSE, unless said. */
        public Builder heartbeat(Heartbeat heartbeat) {
            this.heartbeat = Objects.requireNonNull(heartbeat, "heartbeat");
            return this;
        }

        /** Bounds on what a peer or a slow listener can make the client hold. */
        public Builder limits(Limits limits) {
            this.limits = Objects.requireNonNull(limits, "limits");
            return this;
        }

        /** Where listeners run. */
        public Builder delivery(Delivery delivery) {
            this.delivery = Objects.requireNonNull(delivery, "delivery");
            return this;
        }

        /** How payloads become objects; Gson unless said. */
        public Builder decoder(Decoder decoder) {
            this.decoder = Objects.requireNonNull(decoder, "decoder");
            return this;
        }

        /** What becomes of a publish without a receipt when the connection ends; {@link PublishGuarantee#AT_MOST_ONCE} unless said. */
        public Builder publishGuarantee(PublishGuarantee publishGuarantee) {
            this.publishGuarantee = Objects.requireNonNull(publishGuarantee, "unconfirmed");
            return this;
        }

        /** What happens when what follows a position cannot be read; {@code PoisonPolicy.stop(3)} unless said. */
        public Builder poisonPolicy(PoisonPolicy poisonPolicy) {
            this.poisonPolicy = Objects.requireNonNull(poisonPolicy, "unreadable");
            return this;
        }

        /** Keeps positions beyond the end of the process; unless said, none are kept. */
        public Builder cursorStore(CursorStore store) {
            this.cursorStore = Objects.requireNonNull(store, "store");
            return this;
        }

        /** Adds one that hears of everything that happens; for metrics and logs. */
        public Builder monitor(Monitor monitor) {
            monitors.add(Objects.requireNonNull(monitor, "monitor"));
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
            this.attemptHeader = name;
            return this;
        }

        /**
         * Makes the client; connects to nothing yet.
         *
         * @throws IllegalArgumentException when the settings cannot work together, with what to do instead
         * @throws IllegalStateException when something is missing on the class path, with what to add
         */
        public RealtimeClient build() {
            return Wiring.client(this);
        }
    }
}
