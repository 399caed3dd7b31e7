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

/** One running server. */
public final class Node implements AutoCloseable {
    /** What a browser's page or a client of this protocol asks for. */
    private static final String SUBPROTOCOL = "holdfast.v1";

    /** Topics that nobody reads here; those who reconnect meanwhile find them as they were. */
    private static final Duration UNUSED = Duration.ofMinutes(1);

    /** TCP connections beside those that carry a feed: for health checks, posts and refusals. */
    private static final int OTHERS = 200;

    /** Openings and pages of history that wait for a worker: what comes beyond that is to come later. */
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

    /** Starts nothing yet. */
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

    /** What Jetty itself refuses. */
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
            new Refusal(400, "The subprotocol " + SUBPROTOCOL + " is to be offered").write(response, callback);
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

    /** Returns when it takes connections. */
    public Node start() throws Exception {
        backend.start(topics);
        server.start();
        long tick = Math.max(1, settings.heartbeat().toMillis() / 4);
        var unused = clock.scheduleWithFixedDelay(guarded(channels::tick), tick, tick, TimeUnit.MILLISECONDS);
        unused = clock.scheduleWithFixedDelay(guarded(() -> topics.sweep(UNUSED.toNanos())), 30, 30, TimeUnit.SECONDS);
        return this;
    }

    /** A task that throws would never run again. */
    private static Runnable guarded(Runnable task) {
        System.Logger logger = System.getLogger(Node.class.getName());
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                logger.log(System.Logger.Level.ERROR, "A fault in the clock's work", e);
            }
        };
    }

    /** The port that it listens on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** How many clients are connected. */
    public int connections() {
        return channels.size();
    }

    /** How many clients were let go since too much waited for them. */
    public long slowConsumers() {
        return channels.slowConsumers();
    }

    /** Sends all clients away and answers 503 from now on. Returns when they are gone, or the time for it is over. */
    public void drain(RandomGenerator random) throws InterruptedException {
        channels.drain(settings.drainSpread(), settings.drainTimeout(), random);
    }

    /** Ends it at once. */
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
