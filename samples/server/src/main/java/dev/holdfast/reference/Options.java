package dev.holdfast.reference;

import dev.holdfast.reference.feed.Backend;
import dev.holdfast.reference.feed.MemoryBackend;
import dev.holdfast.reference.feed.Room;
import dev.holdfast.reference.redis.RedisBackend;
import dev.holdfast.reference.redis.RedisSettings;
import dev.holdfast.reference.web.Node;
import dev.holdfast.reference.web.Settings;
import dev.holdfast.reference.web.Tokens;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What can be said on the command line, with its defaults. */
final class Options {
    private static final long MILLION = 1024 * 1024;

    @Option(names = "--host", defaultValue = "127.0.0.1", description = "Address to listen on (${DEFAULT-VALUE}).")
    String host = "";

    @Option(
            names = "--port",
            defaultValue = "8080",
            description = "Port to listen on, 0 for a free one (${DEFAULT-VALUE}).")
    int port;

    @Option(
            names = "--keystore",
            paramLabel = "FILE",
            description = "PKCS #12 with key and certificate: turns TLS and ALPN on.")
    @Nullable
    Path keyStore;

    @Option(
            names = "--keystore-password",
            paramLabel = "TEXT",
            defaultValue = "${env:HOLDFAST_KEYSTORE_PASSWORD}",
            description = "Its password; better in the environment as HOLDFAST_KEYSTORE_PASSWORD.")
    @Nullable
    String keyStorePassword;

    @Option(
            names = "--redis",
            paramLabel = "URI",
            defaultValue = "${env:HOLDFAST_REDIS}",
            description = "redis://host:port keeps history there, shared by all nodes; without it, in memory."
                    + " With a password in it, better in the environment as HOLDFAST_REDIS.")
    @Nullable
    URI redis;

    @Option(names = "--redis-prefix", defaultValue = "holdfast:", description = "Before all keys (${DEFAULT-VALUE}).")
    String redisPrefix = "";

    @Option(
            names = "--retention",
            paramLabel = "HOURS",
            defaultValue = "24",
            description = "A topic on Redis that nobody uses is forgotten after so long (${DEFAULT-VALUE}).")
    int retention;

    @Option(
            names = "--history",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Messages kept of each topic (${DEFAULT-VALUE}).")
    int history;

    @Option(
            names = "--history-mb",
            paramLabel = "N",
            defaultValue = "256",
            description = "What all topics keep in this process, in MiB (${DEFAULT-VALUE}).")
    int historyMegabytes;

    @Option(
            names = "--topic-kb",
            paramLabel = "N",
            defaultValue = "4096",
            description = "What one topic keeps in this process, in KiB (${DEFAULT-VALUE}).")
    int topicKilobytes;

    @Option(
            names = "--max-topics",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Topics at a time (${DEFAULT-VALUE}).")
    int topics;

    @Option(
            names = "--max-connections",
            paramLabel = "N",
            defaultValue = "10000",
            description = "WebSockets and event streams (${DEFAULT-VALUE}).")
    int connections;

    @Option(
            names = "--max-subscriptions",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Of one WebSocket (${DEFAULT-VALUE}).")
    int subscriptions;

    @Option(
            names = "--max-frame",
            paramLabel = "BYTES",
            defaultValue = "65536",
            description = "Of a frame or a message from a client (${DEFAULT-VALUE}).")
    int frameBytes;

    @Option(
            names = "--max-header",
            paramLabel = "BYTES",
            defaultValue = "8192",
            description = "Of a request's headers (${DEFAULT-VALUE}).")
    int headerBytes;

    @Option(
            names = "--max-topic-name",
            paramLabel = "N",
            defaultValue = "200",
            description = "Characters (${DEFAULT-VALUE}).")
    int topicChars;

    @Option(
            names = "--max-queue",
            paramLabel = "BYTES",
            defaultValue = "1048576",
            description = "More waiting for one connection is a slow consumer (${DEFAULT-VALUE}).")
    int queueBytes;

    @Option(
            names = "--outbound-mb",
            paramLabel = "N",
            defaultValue = "128",
            description =
                    "More waiting for all connections, in MiB: those with most are slow consumers (${DEFAULT-VALUE}).")
    int outboundMegabytes;

    @Option(
            names = "--publish-rate",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Messages a second of one publisher (${DEFAULT-VALUE}).")
    int publishRate;

    @Option(
            names = "--subscribe-rate",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Subscriptions a second of one client (${DEFAULT-VALUE}).")
    int subscribeRate;

    @Option(
            names = "--frame-rate",
            paramLabel = "N",
            defaultValue = "200",
            description = "Other frames a second of one WebSocket (${DEFAULT-VALUE}).")
    int frameRate;

    @Option(names = "--compress", description = "Let clients ask for permessage-deflate; costs memory for each.")
    boolean compress;

    @Option(
            names = "--origin",
            paramLabel = "ORIGIN",
            description = "A page's origin that is let in, * for any; may be repeated. Without it no page is.")
    Set<String> origins = new LinkedHashSet<>();

    @Option(
            names = "--allow-host",
            paramLabel = "NAME",
            description = "A name that this server goes by, * for any; may be repeated. Loopback names and --host are.")
    Set<String> hosts = new LinkedHashSet<>();

    @Option(
            names = "--tokens",
            paramLabel = "FILE",
            description = "Lines of a token, a name and perhaps 'publish'; without it everybody is let in.")
    @Nullable
    Path tokens;

    @Option(
            names = "--heartbeat",
            paramLabel = "MS",
            defaultValue = "15000",
            description = "No connection is silent for longer (${DEFAULT-VALUE}).")
    int heartbeat;

    @Option(
            names = "--drain-spread",
            paramLabel = "MS",
            defaultValue = "5000",
            description = "Clients sent away come back within this time, each at another moment (${DEFAULT-VALUE}).")
    int drainSpread;

    @Option(
            names = "--drain-timeout",
            paramLabel = "MS",
            defaultValue = "10000",
            description = "The longest that sending them away takes (${DEFAULT-VALUE}).")
    int drainTimeout;

    /** A node of these options, not started. */
    Node node() throws IOException {
        return node(null);
    }

    /** The same on a store of the caller's, if there is one. */
    Node node(@Nullable Backend given) throws IOException {
        check(history, "--history");
        check(queueBytes, "--max-queue");
        check(frameBytes, "--max-frame");
        if (queueBytes / 4 < frameBytes) {
            throw new IllegalArgumentException("--max-queue is to be at least four times --max-frame");
        }
        if (outboundMegabytes * MILLION < 2L * queueBytes) {
            throw new IllegalArgumentException("--outbound-mb is to be at least twice --max-queue");
        }
        check(heartbeat, "--heartbeat");
        check(topics, "--max-topics");
        check(retention, "--retention");
        check(publishRate, "--publish-rate");
        check(subscribeRate, "--subscribe-rate");
        check(frameRate, "--frame-rate");
        if (keyStore != null && keyStorePassword == null)
            throw new IllegalArgumentException("--keystore needs its password");
        Settings settings = new Settings(
                host,
                port,
                keyStore,
                keyStorePassword,
                Set.copyOf(origins),
                Set.copyOf(hosts),
                tokens == null ? null : Tokens.read(tokens),
                Duration.ofMillis(heartbeat),
                frameBytes,
                subscriptions,
                topicChars,
                connections,
                headerBytes,
                queueBytes,
                outboundMegabytes * MILLION,
                publishRate,
                subscribeRate,
                frameRate,
                compress,
                Duration.ofMillis(drainSpread),
                Duration.ofMillis(drainTimeout));
        Room room = new Room(history, topicKilobytes * 1024L, historyMegabytes * MILLION);
        return new Node(settings, given == null ? backend() : given, room, topics);
    }

    private Backend backend() {
        if (redis == null) return new MemoryBackend(System.currentTimeMillis());
        return new RedisBackend(new RedisSettings(redis, redisPrefix, history, Duration.ofHours(retention)));
    }

    private static void check(int value, String name) {
        if (value < 1) throw new IllegalArgumentException(name + " is to be at least 1");
    }
}
