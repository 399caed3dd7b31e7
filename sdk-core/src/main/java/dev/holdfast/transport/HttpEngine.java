package dev.holdfast.transport;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.CloseReason.Kind;
import dev.holdfast.spi.Environment;
import dev.holdfast.spi.Target;
import java.io.Closeable;
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
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okio.Socket;
import org.jspecify.annotations.Nullable;

/**
 * The one place that opens HTTP connections: through a client derived from the app's, or a plain one where the app
 * handed in none. The app's interceptors, proxy, TLS, authenticators, cookies and DNS stay in force; the app's client
 * itself, its pool and its dispatcher are never touched. Used by many threads.
 */
final class HttpEngine {
    /** Idle connections are for the next attempt, which comes soon or never. */
    private static final int IDLE_CONNECTIONS = 5;

    private static final int IDLE_SECONDS = 30;

    private static final CloseReason CANCELLED = CloseReason.retryable(Kind.NETWORK, "The attempt was cancelled");

    private final int maxRedirects;
    private final boolean upgrades;
    private final OkHttpClient.Builder builder;
    private final ReentrantLock making = new ReentrantLock();
    /** Null until it is first needed: making one may read files, and the thread that builds may be one that draws. */
    private final AtomicReference<@Nullable OkHttpClient> client = new AtomicReference<>();

    /**
     * Checks and derives; no I/O.
     *
     * @throws IllegalStateException with the artifact to add, where OkHttp is missing or too old
     * @throws IllegalArgumentException with what to change, where the app's client cannot carry a stream
     */
    HttpEngine(Environment environment, String transportName, boolean upgrades) {
        OkHttpCheck.present(transportName);
        this.upgrades = upgrades;
        maxRedirects = environment.limits().maxRedirects();
        // Streams are silent for long and end by our heartbeat, an attempt by the caller's cancel(): no timeout of
        // OkHttp's, which would also hold after an upgrade. The dispatcher is our own because it counts synchronous
        // calls too, and the app may cancel all that its own one holds. HTTP/2 pings stay as the app has set them:
        // they belong to a connection that many streams share, not to a link.
        builder = OkHttpCheck.builder(environment.httpClient())
                .callTimeout(0, TimeUnit.MILLISECONDS)
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

    /**
     * An exchange not yet begun. No I/O.
     *
     * @param transportHeaders stay on a redirect to another origin, and replace the target's of the same name
     */
    Exchange newExchange(Target target, Map<String, String> transportHeaders, HeadRule rule) {
        return new Exchange(target, transportHeaders, rule);
    }

    /** Closes connections that nothing uses any more. Exchanges under way are left alone. */
    void close() {
        OkHttpClient mine = client.get();
        if (mine != null) mine.connectionPool().evictAll();
    }

    /** Connections made from now on come from no pool that was used before; that one's go when they are idle. */
    void renew() {
        OkHttpClient mine = client.get();
        // Who comes before us has left this pool as well.
        if (mine != null) client.compareAndSet(mine, apart(mine));
    }

    /** How many connections the present pool holds, idle or not. */
    int connections() {
        OkHttpClient mine = client.get();
        return mine == null ? 0 : mine.connectionPool().connectionCount();
    }

    private OkHttpClient client() {
        OkHttpClient mine = client.get();
        if (mine != null) return mine;
        making.lock(); // one for all streams that begin together
        try {
            if (client.get() == null) client.set(builder.build());
            return Objects.requireNonNull(client.get());
        } finally {
            making.unlock();
        }
    }

    /** The same with a pool of its own. */
    private static OkHttpClient apart(OkHttpClient from) {
        return from.newBuilder().connectionPool(newPool()).build();
    }

    /** Decides over a response head that is not a redirect. */
    interface HeadRule {
        /** Why the exchange cannot go on with this answer; null where it can. */
        @Nullable
        CloseReason refuse(Response head);
    }

    /** One request, its redirects, and the response that is read. Never used again. */
    final class Exchange {
        private final Target target;
        private final Map<String, String> transportHeaders;
        private final HeadRule rule;
        private volatile @Nullable OkHttpClient used;
        private volatile @Nullable Call call;
        private volatile @Nullable Response response;
        private volatile boolean cancelled;

        private Exchange(Target target, Map<String, String> transportHeaders, HeadRule rule) {
            this.target = target;
            this.transportHeaders = transportHeaders;
            this.rule = rule;
        }

        /**
         * Blocks until the server's answer is accepted, on the caller's thread and for as long as it takes. Called
         * once. What it returns is closed by {@link #release}.
         *
         * @throws CloseException with the reason, whatever failed
         */
        Response open() throws IOException {
            OkHttpClient mine = client();
            used = mine;
            HttpRequests requests = new HttpRequests(target, transportHeaders, maxRedirects);
            while (true) {
                Request request = upgrades ? UpgradedSocket.tagged(requests.next()) : requests.next();
                Response head = execute(mine.newCall(request), requests);
                boolean accepted = false;
                try {
                    if (requests.redirected(head)) continue;
                    CloseReason refusal = rule.refuse(head);
                    if (refusal != null) throw new CloseException(refusal);
                    response = head;
                    accepted = true;
                    return head;
                } finally {
                    if (!accepted) close(head);
                }
            }
        }

        private Response execute(Call next, HttpRequests requests) throws CloseException {
            // In this order, and cancel() in the other: one of the two sees what the other wrote.
            call = next;
            if (cancelled) throw new CloseException(CANCELLED);
            try {
                return next.execute();
            } catch (IOException e) {
                throw cancelled ? new CloseException(CANCELLED.withCause(e)) : HttpFailure.of(e, requests.url());
            } catch (RuntimeException e) {
                throw HttpFailure.of(e);
            }
        }

        /**
         * Ends it at once and frees a thread that is blocked in it, but for one inside a name lookup or an interceptor,
         * which comes back when these do. Any thread, any number of times, never blocks.
         */
        void cancel() {
            cancelled = true;
            Call running = call;
            if (running != null) running.cancel();
        }

        /**
         * Comes before {@link #cancel} for a dead peer: no later exchange uses a connection that this one could have used: a dead HTTP/2
         * connection stays in its pool, also after {@code evictAll()}, as long as it has streams. Exchanges under way
         * on the old pool are left alone; its connections go when they are idle.
         */
        void abandon() {
            OkHttpClient mine = used;
            if (mine == null || client.get() != mine) return; // Somebody else has left this pool already.
            client.compareAndSet(mine, apart(mine));
        }

        /** A reason for what a read or a write threw after {@link #open}; text without a query, the cause kept. */
        CloseException failure(IOException e) {
            Response head = response;
            if (head == null) throw new IllegalStateException("not open", e);
            return HttpFailure.later(e, head.request().url());
        }

        /** Gives back the connection. What is left of the response is not read. Once, after the last read. */
        void release() {
            // Cancelled first, as closing a body that has not ended would read on for a while to save the connection.
            cancel();
            Response head = response;
            if (head != null) close(head);
        }

        private void close(Response head) {
            Socket upgraded = head.socket();
            if (upgraded == null) {
                closeQuietly(head);
                return;
            }
            // OkHttp counts an upgraded connection as leaked until both of its halves are closed.
            closeQuietly(upgraded.getSource());
            closeQuietly(upgraded.getSink());
        }
    }

    private static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException | RuntimeException e) {
            // It was given up already; what it says while it closes interests nobody.
        }
    }
}
