package dev.holdfast.transport;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.CloseReason.Kind;
import dev.holdfast.spi.Environment;
import dev.holdfast.spi.Target;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okio.Socket;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP client of both transports. It derives an {@link OkHttpClient} from the application's, or creates one if the
 * application supplies none. The application's interceptors, proxy, TLS, authenticators, cookies and DNS stay in
 * effect. Its client, connection pool and dispatcher are never modified. Thread-safe.
 */
final class HttpEngine {
    /** The pool is small and short-lived because a next attempt comes soon or never. */
    private static final int IDLE_CONNECTIONS = 5;

    private static final int IDLE_SECONDS = 30;

    private static final CloseReason CANCELLED = CloseReason.retryable(Kind.NETWORK, "The attempt was cancelled");

    private final int maxRedirects;
    private final boolean upgrades;
    private final FailoverDns dns;
    private final OkHttpClient.Builder builder;
    private final ReentrantLock making = new ReentrantLock();
    /**
     * Null until first use. Creating the client may read files, and {@code build()} may run on a UI thread.
     */
    private final AtomicReference<@Nullable OkHttpClient> client = new AtomicReference<>();

    /**
     * Checks OkHttp and derives the client. Does no I/O.
     *
     * @throws IllegalStateException if OkHttp is missing or too old; the message names the artifact to add
     * @throws IllegalArgumentException if the application's client cannot carry a stream; the message states what to
     *     change
     */
    HttpEngine(Environment environment, String transportName, boolean upgrades) {
        OkHttpCheck.present(transportName);
        this.upgrades = upgrades;
        maxRedirects = environment.limits().maxRedirects();
        Object given = environment.httpClient();
        builder = OkHttpCheck.builder(given);
        dns = new FailoverDns(given == null ? Dns.SYSTEM : ((OkHttpClient) given).dns());
        dns.addTo(builder);
        OneRequest.addTo(builder);
        // OkHttp's timeouts are off. Streams may be silent for long and end by Holdfast's heartbeat, an attempt ends by
        // the caller's cancel(), and OkHttp's timeouts would also apply after an upgrade. The dispatcher is separate
        // because it counts synchronous calls too, and the application may cancel all calls of its own dispatcher.
        // HTTP/2 pings stay as the application set them, because they belong to a connection that many streams share.
        builder.callTimeout(0, TimeUnit.MILLISECONDS)
                .connectTimeout(0, TimeUnit.MILLISECONDS)
                .readTimeout(0, TimeUnit.MILLISECONDS)
                .writeTimeout(0, TimeUnit.MILLISECONDS)
                .cache(null)
                .followRedirects(false)
                .followSslRedirects(false)
                .dispatcher(new Dispatcher())
                .connectionPool(newPool());
        if (upgrades) {
            builder.protocols(Collections.singletonList(Protocol.HTTP_1_1)).addNetworkInterceptor(UpgradedSocket::note);
        }
    }

    private static ConnectionPool newPool() {
        return new ConnectionPool(IDLE_CONNECTIONS, IDLE_SECONDS, TimeUnit.SECONDS);
    }

    /** Creates an exchange that has not started yet. Does no I/O. */
    Exchange newExchange(Target target, HeadRule rule) {
        return new Exchange(target, rule);
    }

    /** Closes idle connections. Exchanges in progress are not affected. */
    void close() {
        OkHttpClient mine = client.get();
        if (mine != null) mine.connectionPool().evictAll();
    }

    /** Starts a new connection pool. Connections of the old pool close when they become idle. */
    void renew() {
        dns.reset();
        OkHttpClient mine = client.get();
        if (mine != null) renew(mine);
    }

    /** Returns the number of connections in the current pool, idle or in use. */
    int connections() {
        OkHttpClient mine = client.get();
        return mine == null ? 0 : mine.connectionPool().connectionCount();
    }

    private OkHttpClient client() {
        OkHttpClient mine = client.get();
        if (mine != null) return mine;
        making.lock(); // Streams that start together share one client.
        try {
            if (client.get() == null) client.set(builder.build());
            return Objects.requireNonNull(client.get());
        } finally {
            making.unlock();
        }
    }

    /** Starts a new connection pool. Returns false if another thread has replaced the pool already. */
    private boolean renew(OkHttpClient mine) {
        return client.get() == mine
                && client.compareAndSet(
                        mine, mine.newBuilder().connectionPool(newPool()).build());
    }

    /** The headers of a transport, and its check of a response head that is not a redirect. */
    interface HeadRule {
        /**
         * Returns the headers of one request. They replace headers of the target with the same name, and are kept on a
         * redirect to another origin.
         */
        default Map<String, String> headers() {
            return Collections.emptyMap();
        }

        /**
         * Returns the reason to reject this response, or null to accept it.
         *
         * @throws CloseException with a reason to reject this response
         */
        @Nullable
        CloseReason refuse(Response head) throws CloseException;
    }

    /** A request with its redirects and its response. An instance is never reused. */
    final class Exchange {
        private final Target target;
        private final HeadRule rule;
        private volatile @Nullable OkHttpClient used;
        private volatile @Nullable Call call;
        private volatile @Nullable Response response;
        private volatile boolean cancelled;

        private Exchange(Target target, HeadRule rule) {
            this.target = target;
            this.rule = rule;
        }

        /**
         * Sends the request and returns the accepted response. Runs on the caller's thread and blocks without a
         * timeout. Called once. {@link #release} closes the response.
         *
         * @throws CloseException with the reason of any failure
         */
        Response open() throws IOException {
            OkHttpClient mine = client();
            used = mine;
            HttpRequests requests = new HttpRequests(target, rule, maxRedirects);
            Response accepted = null;
            while (accepted == null) {
                Request request = requests.next();
                if (upgrades) request = UpgradedSocket.tagged(request);
                Response head = execute(mine.newCall(request), requests);
                try {
                    if (!requests.redirected(head)) {
                        CloseReason refusal = rule.refuse(head);
                        if (refusal != null) throw new CloseException(refusal);
                        accepted = head;
                    }
                } finally {
                    if (accepted == null) close(head);
                }
            }
            response = accepted;
            return accepted;
        }

        private Response execute(Call next, HttpRequests requests) throws CloseException {
            // cancel() accesses these two fields in the opposite order, so one side always sees the other's write.
            call = next;
            if (cancelled) throw new CloseException(CANCELLED);
            try {
                return next.execute();
            } catch (IOException e) {
                // OkHttp itself would have gone on to the addresses that were left out.
                if (!cancelled && dns.reset() && HttpFailure.unconnected(e)) return execute(next.clone(), requests);
                throw cancelled ? new CloseException(CANCELLED.withCause(e)) : HttpFailure.of(e, requests.url());
            } catch (RuntimeException e) {
                throw HttpFailure.of(e);
            }
        }

        /**
         * Ends the exchange at once and unblocks a thread inside it. A thread inside a DNS lookup or an interceptor
         * returns only when that does. May be called by any thread. Idempotent; never blocks.
         */
        void cancel() {
            cancelled = true;
            Call running = call;
            if (running != null) running.cancel();
        }

        /**
         * Replaces the connection pool, so that no later exchange uses the connection of a dead peer. Called before
         * {@link #cancel}. A new pool is needed because a dead HTTP/2 connection stays in its pool while it has
         * streams, even after {@code evictAll()}. Exchanges in progress on the old pool are not affected. Its
         * connections close when they become idle. Later exchanges use another address of the name, if it has one.
         */
        void abandon() {
            OkHttpClient mine = used;
            if (mine != null && renew(mine)) dns.avoidLatest();
        }

        /**
         * Converts an exception of a read or a write after {@link #open} into a reason. Its text has no URL query. The
         * exception is kept as the cause.
         */
        CloseException failure(IOException e) {
            Response head = response;
            if (head == null) throw new IllegalStateException("The exchange is not open", e);
            return HttpFailure.later(e, head.request().url());
        }

        /** Releases the connection without reading the rest of the response. Called once, after the last read. */
        void release() {
            // Cancel first. Closing an unfinished body would otherwise read on for a while to save the connection.
            cancel();
            Response head = response;
            if (head != null) close(head);
        }

        private void close(Response head) {
            Socket upgraded = head.socket();
            if (upgraded == null) {
                UpgradedSocket.close(head);
                return;
            }
            upgraded.cancel(); // so that closing it writes nothing
            // OkHttp counts an upgraded connection as leaked until both of its halves are closed.
            UpgradedSocket.close(upgraded.getSource(), upgraded.getSink());
        }
    }
}
