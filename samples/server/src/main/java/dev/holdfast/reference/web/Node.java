package dev.holdfast.reference.web;

import dev.holdfast.reference.feed.Backend;
import dev.holdfast.reference.feed.Room;
import dev.holdfast.reference.feed.Topics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http2.HTTP2Cipher;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.websocket.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.jspecify.annotations.Nullable;

/** A server node. */
public final class Node implements AutoCloseable {
    /** The WebSocket subprotocol of this protocol. */
    private static final String SUBPROTOCOL = "holdfast.v1";

    /** The time for which a topic without readings is kept, so that reconnecting clients find it unchanged. */
    private static final Duration UNUSED = Duration.ofMinutes(1);

    /** TCP connections in addition to feeds: for health checks, POST requests and rejections. */
    private static final int OTHERS = 200;

    /** The limit on topic openings and history pages that wait for a worker. Beyond it, clients must retry later. */
    private static final int MOST_WORK = 10_000;

    private final Settings settings;
    private final Backend backend;
    private final Channels channels;
    private final Topics topics;
    private final ExecutorService workers = new ThreadPoolExecutor(
            4, 4, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WORK), named("holdfast-worker"));
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(named("holdfast-clock"));
    private final Server server = new Server();
    private final ServerConnector connector;

    /** Creates a node without starting it. */
    public Node(Settings settings, Backend backend, Room room, int mostTopics) {
        this.settings = settings;
        this.backend = backend;
        channels = new Channels(settings, System::nanoTime);
        topics = new Topics(backend, room, mostTopics, workers, System::nanoTime);
        connector = settings.keyStore() == null ? plain() : secure();
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        server.addConnector(connector);
        server.setErrorHandler(Node::error);
        server.addBean(new NetworkConnectionLimit(settings.connections() + OTHERS, connector));
        Desk desk = new Desk(backend, new TopicNames(settings.topicChars()));
        server.setHandler(new Gate(channels, backend, settings, webSockets(desk)));
    }

    /** Writes the response to a request that Jetty itself rejects. */
    private static boolean error(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        new Refusal(status, HttpStatus.getMessage(status)).write(response, callback);
        return true;
    }

    private Handler webSockets(Desk desk) {
        WebSocketUpgradeHandler handler = WebSocketUpgradeHandler.from(server, container -> {
            container.addMapping(
                    Front.FEED, (request, response, callback) -> accept(desk, request, response, callback));
        });
        handler.setHandler(new Front(channels, topics, desk, settings));
        return handler;
    }

    private @Nullable Object accept(
            Desk desk, ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
        if (!request.hasSubProtocol(SUBPROTOCOL)) {
            new Refusal(400, "The subprotocol " + SUBPROTOCOL + " must be offered").write(response, callback);
            return null;
        }
        response.setAcceptedSubProtocol(SUBPROTOCOL);
        if (!settings.compress()) response.setExtensions(List.of());
        return new WebSocketChannel(channels, topics, desk, settings, Gate.principal(request));
    }

    private HttpConfiguration http() {
        HttpConfiguration http = new HttpConfiguration();
        http.setRequestHeaderSize(settings.headerBytes());
        http.setSendServerVersion(false);
        return http;
    }

    private ServerConnector plain() {
        HttpConfiguration http = http();
        return new ServerConnector(server, new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http));
    }

    private ServerConnector secure() {
        HttpConfiguration http = http();
        http.addCustomizer(new SecureRequestCustomizer(false));
        SslContextFactory.Server ssl = new SslContextFactory.Server();
        ssl.setKeyStorePath(String.valueOf(settings.keyStore()));
        ssl.setKeyStorePassword(settings.keyStorePassword());
        ssl.setCipherComparator(HTTP2Cipher.COMPARATOR);
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol("http/1.1");
        return new ServerConnector(
                server,
                new SslConnectionFactory(ssl, alpn.getProtocol()),
                alpn,
                new HTTP2ServerConnectionFactory(http),
                new HttpConnectionFactory(http));
    }

    /** Starts the node. Returns when it accepts connections. */
    public Node start() throws Exception {
        backend.start(topics);
        server.start();
        long tick = Math.max(1, settings.heartbeat().toMillis() / 4);
        var unused = clock.scheduleWithFixedDelay(guarded(channels::tick), tick, tick, TimeUnit.MILLISECONDS);
        unused = clock.scheduleWithFixedDelay(guarded(() -> topics.sweep(UNUSED.toNanos())), 30, 30, TimeUnit.SECONDS);
        return this;
    }

    /** Wraps a task to catch exceptions, since a scheduled task that throws never runs again. */
    private static Runnable guarded(Runnable task) {
        System.Logger logger = System.getLogger(Node.class.getName());
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                logger.log(System.Logger.Level.ERROR, "Internal error in a scheduled task", e);
            }
        };
    }

    /** Returns the port that the node listens on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Returns the number of connected clients. */
    public int connections() {
        return channels.size();
    }

    /** Returns the number of clients disconnected because their queue was too long. */
    public long slowConsumers() {
        return channels.slowConsumers();
    }

    /**
     * Disconnects all clients and responds with 503 to new requests. Returns when all are gone or after the timeout.
     */
    public void drain(RandomGenerator random) throws InterruptedException {
        channels.drain(settings.drainSpread(), settings.drainTimeout(), random);
    }

    /** Stops the node at once. */
    @Override
    public void close() {
        clock.shutdownNow();
        LifeCycle.stop(server);
        workers.shutdownNow();
        backend.close();
    }

    private static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
