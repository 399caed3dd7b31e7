package dev.holdfast.interop;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http2.HTTP2Cipher;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/**
 * Jetty over TLS, with HTTP/2 for those who can: event streams below {@code /events}, whose history outlives a restart,
 * and a WebSocket below {@code /socket} that says its path.
 */
final class JettyHub {
    /** What the streams were asked for with. */
    final Set<String> versions = ConcurrentHashMap.newKeySet();

    private final int port = Servers.freePort();
    private final SSLContext tls;
    private final Map<String, List<String>> history = new HashMap<>();
    private final List<Stream> streams = new ArrayList<>();
    private Server server;
    private ServerConnector connector;

    JettyHub(SSLContext tls) {
        this.tls = tls;
    }

    void start() throws Exception {
        HttpConfiguration http = new HttpConfiguration();
        http.addCustomizer(new SecureRequestCustomizer(false));
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol("http/1.1");
        SslContextFactory.Server ssl = new SslContextFactory.Server();
        ssl.setSslContext(tls);
        ssl.setCipherComparator(HTTP2Cipher.COMPARATOR);
        server = new Server();
        connector = new ServerConnector(
                server,
                new SslConnectionFactory(ssl, alpn.getProtocol()),
                alpn,
                new HTTP2ServerConnectionFactory(http),
                new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);
        WebSocketUpgradeHandler webSockets = WebSocketUpgradeHandler.from(
                server,
                container -> container.addMapping(
                        "/socket/*", (request, response, callback) -> new Greeting(Request.getPathInContext(request))));
        webSockets.setHandler(new Streams());
        server.setHandler(webSockets);
        server.start();
    }

    void stop() throws Exception {
        server.stop();
        synchronized (this) {
            streams.clear();
        }
    }

    String url(String scheme, String path) {
        return scheme + "://127.0.0.1:" + port + path;
    }

    /** How many TCP connections there are now. */
    int connections() {
        return connector.getConnectedEndPoints().size();
    }

    synchronized void publish(String topic, String text) {
        history.computeIfAbsent(topic, t -> new ArrayList<>()).add(text);
        for (Stream stream : List.copyOf(streams)) stream.write();
    }

    private final class Streams extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            String path = Request.getPathInContext(request);
            if (!path.startsWith("/events/")) return false;
            versions.add(request.getConnectionMetaData().getHttpVersion().asString());
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
            String after = request.getHeaders().get("Last-Event-ID");
            if (after != null) response.getHeaders().put("Last-Event-ID", after);
            synchronized (JettyHub.this) {
                Stream stream = new Stream(path.substring("/events/".length()), response, callback);
                stream.sent = after == null ? 0 : Integer.parseInt(after);
                streams.add(stream);
                stream.write(": welcome\n\n");
            }
            return true;
        }
    }

    /** One response that never ends by itself. Under the hub's lock. */
    private final class Stream {
        final String topic;
        final Response response;
        final Callback end;
        int sent;
        boolean writing;

        Stream(String topic, Response response, Callback end) {
            this.topic = topic;
            this.response = response;
            this.end = end;
        }

        void write() {
            List<String> all = history.getOrDefault(topic, List.of());
            if (writing || sent == all.size()) return;
            String text = all.get(sent++);
            write("id: " + sent + "\ndata: " + text + "\n\n");
        }

        void write(String block) {
            writing = true;
            Content.Sink.write(response, false, block, Callback.from(this::written, this::failed));
        }

        private void written() {
            synchronized (JettyHub.this) {
                writing = false;
                write();
            }
        }

        private void failed(Throwable cause) {
            synchronized (JettyHub.this) {
                streams.remove(this);
            }
            end.failed(cause);
        }
    }

    /** Says where it was found, at length. */
    public static final class Greeting implements Session.Listener.AutoDemanding {
        private final String path;

        Greeting(String path) {
            this.path = path;
        }

        @Override
        public void onWebSocketOpen(Session session) {
            session.setIdleTimeout(Duration.ofMinutes(5));
            session.sendText(path, org.eclipse.jetty.websocket.api.Callback.NOOP);
            session.sendText(path.repeat(10_000), org.eclipse.jetty.websocket.api.Callback.NOOP);
            session.sendBinary(
                    ByteBuffer.wrap(path.getBytes(StandardCharsets.UTF_8)),
                    org.eclipse.jetty.websocket.api.Callback.NOOP);
        }
    }
}
