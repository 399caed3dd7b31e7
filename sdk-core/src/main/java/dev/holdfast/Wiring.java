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
import org.jspecify.annotations.Nullable;

/** Makes a client out of what a builder holds: the only place that sees every part. */
final class Wiring {
    private static final int MASK_BYTES = 4;
    static final String SUBPROTOCOL_HEADER = "Sec-WebSocket-Protocol";

    private Wiring() {}

    /** Makes a client; {@code config} is a copy of its own, {@code shared} what a derived client takes over. */
    static RealtimeClient client(ClientConfig config, @Nullable SharedRuntime shared) {
        Transport transport = transport(config.transport, scheme(config.base.url()));
        config.transport = transport;
        config.protocol.binding(transport);
        if (config.credentials != null && header(config.base, "Authorization") != null) {
            throw new IllegalArgumentException(
                    "Both .credentials(…) and an Authorization header are set: keep the first");
        }
        checkSubprotocols(config.base, transport);
        SharedRuntime runtime = shared != null ? shared : runtime();
        Dialer dialer = transport.dialer(environment(config));
        return new RealClient(config, runtime, dialer, () -> new RealtimeClient.Builder(config.copy(), runtime));
    }

    private static void checkSubprotocols(Target base, Transport transport) {
        String header = header(base, SUBPROTOCOL_HEADER);
        if (header != null) {
            throw new IllegalArgumentException("The header " + header + " is set by hand: use .subprotocols(\""
                    + base.headers().get(header) + "\") instead");
        }
        if (base.subprotocols().isEmpty() || transport.supportsScheme("wss") || transport.supportsScheme("ws")) return;
        throw new IllegalArgumentException("Subprotocols exist for WebSocket only, and the transport is "
                + transport.name() + ": leave .subprotocols(…) out, or use a ws or wss URL");
    }

    private static SharedRuntime runtime() {
        SecureRandom random = new SecureRandom();
        return new SharedRuntime(
                new SingleThreadEventLoop(Threads.daemonFactory("holdfast-loop")),
                Threads.workerExecutor(),
                random::nextDouble,
                Integer.toHexString(random.nextInt()));
    }

    @SuppressForbidden("dates in headers are told by the wall clock; no delay is")
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
        boolean webSocket = scheme.equals("ws") || scheme.equals("wss");
        if (chosen == null) return webSocket ? WebSocketTransport.create() : SseTransport.create();
        if (!chosen.supportsScheme(scheme)) {
            throw new IllegalArgumentException("The transport " + chosen.name() + " cannot dial a " + scheme
                    + " URL: change the URL, or leave .transport(…) out to have it chosen by the URL");
        }
        return chosen;
    }

    /** Checks the URL; the sentences never repeat it whole, since it may hold a secret. */
    private static String scheme(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("The URL is not one (" + e.getReason() + " at " + e.getIndex()
                    + "): percent-encode what a URL may not contain");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.matches("https?|wss?")) {
            throw new IllegalArgumentException(
                    "The URL begins with '" + scheme + "': give one that begins with https, http, wss or ws");
        }
        String authority = uri.getRawAuthority();
        if (authority == null || authority.isEmpty() || authority.startsWith(":")) {
            throw new IllegalArgumentException("The URL has no host: give one like " + scheme + "://host/path");
        }
        if (authority.indexOf('@') >= 0) {
            throw new IllegalArgumentException("The URL has a user or password in it: use .credentials(…) instead");
        }
        checkPort(authority);
        if (uri.getRawFragment() != null) {
            throw new IllegalArgumentException("The URL has a fragment (#), which is never sent: leave it out");
        }
        return scheme;
    }

    private static void checkPort(String authority) {
        int colon = authority.lastIndexOf(':');
        if (colon <= authority.lastIndexOf(']')) return;
        String port = authority.substring(colon + 1);
        if (port.isEmpty() || (port.matches("[0-9]{1,5}") && between(1, Integer.parseInt(port), 65535))) return;
        throw new IllegalArgumentException("The URL's port is " + port + ": give one from 1 to 65535");
    }

    private static boolean between(int least, int value, int most) {
        return least <= value && value <= most;
    }

    private static @Nullable String header(Target target, String name) {
        for (String key : target.headers().keySet()) if (key.equalsIgnoreCase(name)) return key;
        return null;
    }
}
