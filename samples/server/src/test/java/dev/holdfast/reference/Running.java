package dev.holdfast.reference;

import dev.holdfast.reference.feed.Backend;
import dev.holdfast.reference.web.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import picocli.CommandLine;

/** The nodes of one test, made from a command line, and what talks to them without Holdfast; all are ended after it. */
final class Running implements AfterEachCallback {
    final Http http = new Http();
    private final List<AutoCloseable> open = new ArrayList<>();

    /** On a free port. */
    Node start(String... arguments) {
        return startOn(0, arguments);
    }

    Node startOn(int port, String... arguments) {
        return start(null, port, arguments);
    }

    /** With a store of the test's own. */
    Node start(Backend backend) {
        return start(backend, 0);
    }

    private Node start(@Nullable Backend backend, int port, String... arguments) {
        Options options = new Options();
        new CommandLine(options).parseArgs(arguments);
        options.port = port;
        try {
            Node node = options.node(backend);
            open.add(node);
            return node.start();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Closed after the test, before the nodes. */
    <T extends AutoCloseable> T closing(T one) {
        open.add(0, one);
        return one;
    }

    RawSocket socket(Node node, String... headers) {
        return new RawSocket(http.client, request(node, "/realtime", headers));
    }

    /** One that has been welcomed. */
    RawSocket welcomed(Node node, String... headers) {
        RawSocket socket = socket(node, headers).send("{'type':'hello','version':1}");
        socket.expect("welcome");
        return socket;
    }

    RawStream stream(Node node, String topic, String... headers) {
        return closing(new RawStream(http.client, request(node, "/realtime?topic=" + topic, headers)));
    }

    Http.Answer get(Node node, String path, String... headers) {
        return http.send(request(node, path, headers));
    }

    Http.Answer publish(Node node, String topic, String json, String... headers) {
        return http.send(Http.post(request(node, "/publish/" + topic, headers), json));
    }

    static Request request(Node node, String path, String... headers) {
        Request.Builder request = new Request.Builder().url("http://127.0.0.1:" + node.port() + path);
        for (String header : headers) {
            String[] parts = header.split(": ", 2);
            request.header(parts[0], parts[1]);
        }
        return request.build();
    }

    static String url(Node node, String transport) {
        return transport.toLowerCase(Locale.ROOT) + "://127.0.0.1:" + node.port() + "/realtime";
    }

    OkHttpClient client() {
        return http.client;
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        for (AutoCloseable one : open) one.close();
        http.close();
    }
}
