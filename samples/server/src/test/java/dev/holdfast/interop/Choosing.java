package dev.holdfast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Backoff;
import dev.holdfast.RealtimeClient;
import dev.holdfast.protocol.HoldfastJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What docs/choosing.md shows, and the proxies and servers that are made of it. */
final class Choosing {
    private final Servers servers;
    private final Path dir;

    Choosing(Servers servers, Path dir) {
        this.servers = servers;
        this.dir = dir;
    }

    /** A block of the page. */
    static String shown(String name) {
        try {
            String page = Files.readString(Path.of("..", "..", "docs", "choosing.md"));
            String mark = "<!-- tried: " + name + " -->\n```\n";
            int from = page.indexOf(mark);
            assertThat(from).as(mark).isNotNegative();
            return page.substring(from + mark.length(), page.indexOf("```", from + mark.length()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A configuration without the lines that have a text; fails where it has none. */
    static String without(String configuration, String text) {
        List<String> kept =
                configuration.lines().filter(line -> !line.contains(text)).toList();
        String rest = String.join("\n", kept) + "\n";
        assertThat(rest).as("without " + text).hasSizeLessThan(configuration.length());
        return rest;
    }

    /** A configuration in which a part is another; fails where it is not there. */
    static String with(String configuration, String part, String other) {
        assertThat(configuration).contains(part);
        return configuration.replace(part, other);
    }

    /** The reference server from its jar, alone and in memory: it numbers for itself. */
    Server node(String name) {
        int port = Servers.freePort();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String jar = Path.of("target", "holdfast-server.jar").toAbsolutePath().toString();
        return servers.program(name, port, List.of(java, "-Xmx256m", "-jar", jar, "--port=" + port))
                .start()
                .awaitLog("Listening on", 1);
    }

    /** Starts nginx or haproxy, in front of servers on these ports. */
    Server proxy(String name, String configuration, int... ports) {
        String text = configuration;
        for (int i = 0; i < ports.length; i++) text = text.replace("127.0.0.1:" + (8081 + i), "127.0.0.1:" + ports[i]);
        for (String own : List.of("127.0.0.1:8080", "127.0.0.1:8443")) text = text.replace(own, "PORT");
        if (name.equals("nginx")) return servers.nginx(name, "", text).start();
        int port = Servers.freePort();
        try {
            Path file = Files.writeString(dir.resolve("haproxy.cfg"), text.replace("PORT", "127.0.0.1:" + port));
            List<String> command =
                    new ArrayList<>(List.of(Servers.program("haproxy", "haproxy"), "-db", "-f", file.toString()));
            return servers.program(name, port, command).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RealtimeClient.Builder client(int port, String scheme) {
        return RealtimeClient.builder(scheme + "://127.0.0.1:" + port + "/realtime")
                .protocol(HoldfastJson.create())
                .backoff(Backoff.exponential(Duration.ofMillis(100), Duration.ofMillis(500)));
    }
}
