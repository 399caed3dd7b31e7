package dev.holdfast.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reference servers as processes of their own, from the packaged jar, on one Redis and behind one haproxy. */
final class Nodes {
    private static final Path JAR = Path.of("target", "holdfast-server.jar").toAbsolutePath();

    private final Servers servers;
    private final Path dir;
    private final Server redis;
    private final HttpClient http = HttpClient.newHttpClient();

    Nodes(Servers servers, Path dir) {
        this.servers = servers;
        this.dir = dir;
        redis = servers.redis();
        if (!Files.exists(JAR)) throw new AssertionError(JAR + " is not there: it comes with the phase package");
    }

    Server redis() {
        return redis;
    }

    Server node(String name, String... options) {
        int port = Servers.freePort();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-jar",
                JAR.toString(),
                "--port=" + port,
                "--redis=redis://127.0.0.1:" + redis.port()));
        command.addAll(List.of(options));
        Server node = servers.program(name, port, command).start();
        return node.awaitLog("Listening on", 1);
    }

    /** As docs/server.md has it, with ports. */
    Server haproxy(Server one, Server two) {
        int port = Servers.freePort();
        String text = resource("/haproxy.cfg")
                .replace("127.0.0.1:8080", "127.0.0.1:" + port)
                .replace("127.0.0.1:8081", "127.0.0.1:" + one.port())
                .replace("127.0.0.1:8082", "127.0.0.1:" + two.port());
        try {
            Path conf = dir.resolve("haproxy.cfg");
            Files.writeString(conf, text);
            String haproxy = Servers.program("haproxy", "haproxy");
            Server proxy = servers.program("haproxy", port, List.of(haproxy, "-db", "-f", conf.toString()))
                    .start();
            Until.holds(() -> "haproxy finds no node", () -> healthy(proxy));
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As docs/server.md has it, with ports. */
    Server nginx(Server one, Server two) {
        String text = resource("/nginx.conf")
                .replace("127.0.0.1:8080", "PORT")
                .replace("127.0.0.1:8081", "127.0.0.1:" + one.port())
                .replace("127.0.0.1:8082", "127.0.0.1:" + two.port());
        return servers.nginx("nginx", "", text).start();
    }

    private static String resource(String name) {
        try (InputStream in = Nodes.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean healthy(Server server) {
        return status(server, "/health") == 200;
    }

    private int status(Server server, String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    String health(Server server) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/health"))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
