package dev.holdfast.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The servers of one test: ends them after it, and shows what they said when it failed. */
final class Servers implements AfterEachCallback {
    private final Supplier<Path> dir;
    private final Deque<Server> servers = new ArrayDeque<>();

    /** Configurations and logs go to this directory, asked for when the first server is made. */
    Servers(Supplier<Path> dir) {
        this.dir = dir;
    }

    Server redis() {
        int port = freePort();
        List<String> command = List.of(
                program("redis-server", "redis-server"),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no");
        return add("redis", port, command).start();
    }

    /** An nginx that serves what the configuration says, with its port in place of {@code PORT}. Not started yet. */
    Server nginx(String name, String modules, String http) {
        int port = freePort();
        String path = dir.get().toString();
        String text = modules + """
                user root;
                daemon off;
                worker_processes 2;
                pid DIR/NAME.pid;
                error_log stderr notice;
                events { worker_connections 256; }
                http {
                    access_log off;
                    client_body_temp_path DIR/NAME-body;
                    proxy_temp_path DIR/NAME-proxy;
                    fastcgi_temp_path DIR/NAME-fastcgi;
                    uwsgi_temp_path DIR/NAME-uwsgi;
                    scgi_temp_path DIR/NAME-scgi;
                """ + http + "}\n";
        Path conf = dir.get().resolve(name + ".conf");
        try {
            Files.writeString(
                    conf, text.replace("DIR", path).replace("NAME", name).replace("PORT", "127.0.0.1:" + port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return add(name, port, List.of(program("nginx", "nginx"), "-e", "stderr", "-p", path, "-c", conf.toString()));
    }

    /** One of the scripts in {@code src/test/interop}, which find their modules in {@code target/interop}. */
    Server node(String script, String... arguments) {
        Path modules = Path.of("target", "interop", "node_modules").toAbsolutePath();
        if (!Files.exists(modules.resolve("ws"))) {
            throw new AssertionError("The npm package ws is not in " + modules
                    + ": copy package.json and package-lock.json from src/test/interop to target/interop and run"
                    + " npm ci there, as .ci/run does");
        }
        int port = freePort();
        List<String> command = new ArrayList<>();
        command.add(program("node", "nodejs"));
        command.add(Path.of("src", "test", "interop", script).toAbsolutePath().toString());
        command.add(Integer.toString(port));
        command.addAll(List.of(arguments));
        return add(script, port, command)
                .environment("NODE_PATH", modules.toString())
                .start();
    }

    /** Any other program, which is told its port in the command. Not started yet. */
    Server program(String name, int port, List<String> command) {
        return add(name, port, command);
    }

    private Server add(String name, int port, List<String> command) {
        Server server = new Server(name, port, dir.get(), command);
        servers.push(server);
        return server;
    }

    /** Below those that clients are given: a client that dials a dead server's port must not meet itself there. */
    static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return port;
            } catch (IOException taken) {
                // Then another one.
            }
        }
    }

    static String program(String name, String debianPackage) {
        List<String> places = new ArrayList<>(List.of(System.getenv("PATH").split(":", -1)));
        places.add("/usr/sbin");
        for (String place : places) {
            Path file = Path.of(place, name);
            if (Files.isExecutable(file)) return file.toString();
        }
        throw new AssertionError(name + " is not on this machine: install the Debian package " + debianPackage
                + ", or run .ci/run, which does");
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) servers.forEach(System.out::println);
        servers.forEach(Server::close);
        servers.clear();
    }
}
