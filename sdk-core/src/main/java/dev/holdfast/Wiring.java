package dev.holdfast;

import dev.holdfast.internal.client.RealClient;
import dev.holdfast.internal.runtime.ClientConfig;
import dev.holdfast.internal.runtime.SharedRuntime;
import dev.holdfast.internal.runtime.SingleThreadEventLoop;
import dev.holdfast.internal.runtime.SuppressForbidden;
import dev.holdfast.internal.runtime.Threads;
import dev.holdfast.spi.Dialer;
import dev.holdfast.spi.Environment;
import dev.holdfast.spi.Target;
import dev.holdfast.spi.Transport;
import dev.holdfast.transport.SseTransport;
import dev.holdfast.transport.WebSocketTransport;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks a builder's settings and makes the client. The only class that knows every part. */
final class Wiring {
    private static final int MASK_BYTES = 4;

    private Wiring() {}

    /** Builds a client from a copy of the options; a derived client takes over {@code shared}. */
    static RealtimeClient client(ClientConfig given, @Nullable SharedRuntime shared) {
        Transport transport = transport(given.transport, scheme(given.base.url()));
        ClientConfig config = given.copy(transport);
        config.protocol.binding(transport);
        if (config.credentials != null && header(config.base, "Authorization") != null) {
            throw new IllegalArgumentException(
                    "Both .credentials(…) and an Authorization header are set: remove the header");
        }
        checkSubprotocols(config.base, transport);
        SharedRuntime runtime = shared != null ? shared : runtime();
        Dialer dialer = transport.dialer(environment(config));
        return new RealClient(
                config, runtime, dialer, () -> new RealtimeClient.Builder(config.copy(transport), runtime));
    }

    private static void checkSubprotocols(Target base, Transport transport) {
        if (base.subprotocols().isEmpty() || transport.supportsScheme("wss") || transport.supportsScheme("ws")) return;
        throw new IllegalArgumentException("Subprotocols need WebSocket: use a ws or wss URL");
    }

    private static SharedRuntime runtime() {
        SecureRandom random = new SecureRandom();
        return new SharedRuntime(
                new SingleThreadEventLoop(Threads.daemonFactory("holdfast-loop")),
                Threads.workerExecutor(),
                random::nextDouble,
                Integer.toHexString(random.nextInt()));
    }

    @SuppressForbidden("dates in headers need the wall clock; delays never use it")
    private static Environment environment(ClientConfig config) {
        SecureRandom random = new SecureRandom();
        return Environment.of(
                config.httpClient,
                config.limits,
                () -> {
                    byte[] key = new byte[MASK_BYTES];
                    random.nextBytes(key);
                    return key;
                },
                System::currentTimeMillis,
                System::nanoTime);
    }

    private static Transport transport(@Nullable Transport chosen, String scheme) {
        if (chosen == null) return scheme.startsWith("ws") ? WebSocketTransport.create() : SseTransport.create();
        if (!chosen.supportsScheme(scheme)) {
            throw new IllegalArgumentException("The transport " + chosen.name() + " does not support " + scheme
                    + " URLs: change the URL, or remove .transport(…)");
        }
        return chosen;
    }

    /**
     * Checks the URL and returns its scheme in lower case. The exceptions never contain the whole URL, which may hold a
     * secret.
     */
    private static String scheme(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("The URL is not valid (" + e.getReason() + " at index " + e.getIndex()
                    + "): percent-encode illegal characters");
        }
        String scheme = Objects.toString(uri.getScheme(), "").toLowerCase(Locale.ROOT);
        if (!scheme.matches("https?|wss?")) {
            throw new IllegalArgumentException("The URL scheme is '" + scheme + "': use https, http, wss or ws");
        }
        String authority = uri.getRawAuthority();
        if (authority == null || authority.isEmpty() || authority.startsWith(":")) {
            throw new IllegalArgumentException("The URL has no host: use one such as https://host/path");
        }
        if (authority.indexOf('@') >= 0) {
            throw new IllegalArgumentException("The URL contains a user or password: use .credentials(…)");
        }
        checkPort(authority);
        if (uri.getRawFragment() != null) {
            throw new IllegalArgumentException("The URL contains a fragment (#), which is never sent: remove it");
        }
        return scheme;
    }

    private static void checkPort(String authority) {
        int colon = authority.lastIndexOf(':');
        if (colon <= authority.lastIndexOf(']')) return;
        String port = authority.substring(colon + 1);
        if (port.isEmpty() || (port.matches("[0-9]{1,5}") && between(1, Integer.parseInt(port), 65535))) return;
        throw new IllegalArgumentException("The URL port is " + port + ": use a port from 1 to 65535");
    }

    private static boolean between(int least, int value, int most) {
        return least <= value && value <= most;
    }

    private static @Nullable String header(Target target, String name) {
        for (String key : target.headers().keySet()) if (key.equalsIgnoreCase(name)) return key;
        return null;
    }
}
