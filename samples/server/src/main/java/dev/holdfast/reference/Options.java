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

/** The command-line options and their defaults. */
final class Options {
    private static final long MILLION = 1024 * 1024;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "Address to listen on (default: ${DEFAULT-VALUE}).")
    String host = "";

    @Option(
            names = "--port",
            defaultValue = "8080",
            description = "Port to listen on, 0 for a free one (default: ${DEFAULT-VALUE}).")
    int port;

    @Option(
            names = "--keystore",
            paramLabel = "FILE",
            description = "PKCS #12 file with key and certificate. Enables TLS and ALPN.")
    @Nullable
    Path keyStore;

    @Option(
            names = "--keystore-password",
            paramLabel = "TEXT",
            defaultValue = "${env:HOLDFAST_KEYSTORE_PASSWORD}",
            description = "Password of the key store. Prefer the environment variable HOLDFAST_KEYSTORE_PASSWORD.")
    @Nullable
    String keyStorePassword;

    @Option(
            names = "--redis",
            paramLabel = "URI",
            defaultValue = "${env:HOLDFAST_REDIS}",
            description = "Redis that stores the history shared by all nodes (redis://host:port). Default: in memory."
                    + " For a URI with a password, prefer the environment variable HOLDFAST_REDIS.")
    @Nullable
    URI redis;

    @Option(
            names = "--redis-prefix",
            defaultValue = "holdfast:",
            description = "Prefix of all keys (default: ${DEFAULT-VALUE}).")
    String redisPrefix = "";

    @Option(
            names = "--retention",
            paramLabel = "HOURS",
            defaultValue = "24",
            description = "Hours after which an unused topic is deleted from Redis (default: ${DEFAULT-VALUE}).")
    int retention;

    @Option(
            names = "--history",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Messages kept per topic (default: ${DEFAULT-VALUE}).")
    int history;

    @Option(
            names = "--history-mb",
            paramLabel = "N",
            defaultValue = "256",
            description = "History of all topics in this process, in MiB (default: ${DEFAULT-VALUE}).")
    int historyMegabytes;

    @Option(
            names = "--topic-kb",
            paramLabel = "N",
            defaultValue = "4096",
            description = "History of one topic in this process, in KiB (default: ${DEFAULT-VALUE}).")
    int topicKilobytes;

    @Option(
            names = "--max-topics",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Maximum number of topics (default: ${DEFAULT-VALUE}).")
    int topics;

    @Option(
            names = "--max-connections",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Maximum number of WebSockets and event streams (default: ${DEFAULT-VALUE}).")
    int connections;

    @Option(
            names = "--max-subscriptions",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Maximum number of subscriptions per WebSocket (default: ${DEFAULT-VALUE}).")
    int subscriptions;

    @Option(
            names = "--max-frame",
            paramLabel = "BYTES",
            defaultValue = "65536",
            description = "Maximum size of a frame or message from a client (default: ${DEFAULT-VALUE}).")
    int frameBytes;

    @Option(
            names = "--max-header",
            paramLabel = "BYTES",
            defaultValue = "8192",
            description = "Maximum size of a request's headers (default: ${DEFAULT-VALUE}).")
    int headerBytes;

    @Option(
            names = "--max-topic-name",
            paramLabel = "N",
            defaultValue = "200",
            description = "Maximum length of a topic name, in characters (default: ${DEFAULT-VALUE}).")
    int topicChars;

    @Option(
            names = "--max-queue",
            paramLabel = "BYTES",
            defaultValue = "1048576",
            description = "Maximum queue of one connection; more makes it a slow consumer (default: ${DEFAULT-VALUE}).")
    int queueBytes;

    @Option(
            names = "--outbound-mb",
            paramLabel = "N",
            defaultValue = "128",
            description = "Maximum queue of all connections, in MiB; the longest queues become slow consumers"
                    + " (default: ${DEFAULT-VALUE}).")
    int outboundMegabytes;

    @Option(
            names = "--publish-rate",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Messages per second from one publisher (default: ${DEFAULT-VALUE}).")
    int publishRate;

    @Option(
            names = "--subscribe-rate",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Subscriptions per second from one client (default: ${DEFAULT-VALUE}).")
    int subscribeRate;

    @Option(
            names = "--frame-rate",
            paramLabel = "N",
            defaultValue = "200",
            description = "Other frames per second from one WebSocket (default: ${DEFAULT-VALUE}).")
    int frameRate;

    @Option(names = "--compress", description = "Allow permessage-deflate, which costs memory for each connection.")
    boolean compress;

    @Option(
            names = "--origin",
            paramLabel = "ORIGIN",
            description = "Allowed origin of web pages, * for any. Repeatable. Default: none.")
    Set<String> origins = new LinkedHashSet<>();

    @Option(
            names = "--allow-host",
            paramLabel = "NAME",
            description = "Allowed host name, * for any. Repeatable. Loopback names and --host are always allowed.")
    Set<String> hosts = new LinkedHashSet<>();

    @Option(
            names = "--tokens",
            paramLabel = "FILE",
            description = "File with lines of a token, a name and optionally 'publish'. Default: no authentication.")
    @Nullable
    Path tokens;

    @Option(
            names = "--heartbeat",
            paramLabel = "MS",
            defaultValue = "15000",
            description = "Maximum silence on a connection (default: ${DEFAULT-VALUE}).")
    int heartbeat;

    @Option(
            names = "--drain-spread",
            paramLabel = "MS",
            defaultValue = "5000",
            description = "Time over which disconnected clients reconnect while draining (default: ${DEFAULT-VALUE}).")
    int drainSpread;

    @Option(
            names = "--drain-timeout",
            paramLabel = "MS",
            defaultValue = "10000",
            description = "Maximum duration of draining (default: ${DEFAULT-VALUE}).")
    int drainTimeout;

    /** Returns a node with these options, not started. */
    Node node() throws IOException {
        return node(null);
    }

    /** Returns a node that uses a given store, or the configured one if null. */
    Node node(@Nullable Backend given) throws IOException {
        check(history, "--history");
        check(queueBytes, "--max-queue");
        check(frameBytes, "--max-frame");
        if (queueBytes / 4 < frameBytes) {
            throw new IllegalArgumentException("--max-queue must be at least four times --max-frame");
        }
        if (outboundMegabytes * MILLION < 2L * queueBytes) {
            throw new IllegalArgumentException("--outbound-mb must be at least twice --max-queue");
        }
        check(heartbeat, "--heartbeat");
        check(topics, "--max-topics");
        check(retention, "--retention");
        check(publishRate, "--publish-rate");
        check(subscribeRate, "--subscribe-rate");
        check(frameRate, "--frame-rate");
        if (keyStore != null && keyStorePassword == null)
            throw new IllegalArgumentException("--keystore requires --keystore-password");
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
        if (value < 1) throw new IllegalArgumentException(name + " must be at least 1");
    }
}
