package dev.holdfast;

import dev.holdfast.internal.client.RealClient;
import dev.holdfast.internal.runtime.ClientConfig;
import dev.holdfast.internal.runtime.SharedRuntime;
import dev.holdfast.internal.runtime.SingleThreadEventLoop;
import dev.holdfast.internal.runtime.SuppressForbidden;
import dev.holdfast.internal.runtime.Threads;
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

    private Wiring() {}

    static RealtimeClient client(RealtimeClient.Builder builder) {
        String scheme = scheme(builder.base.url());
        Transport transport = transport(builder.transport, scheme);
        builder.protocol.binding(transport);
        if (builder.credentials != null && header(builder.base, "Authorization") != null) {
            throw new IllegalArgumentException(
                    "Both .credentials(…) and an Authorization header are set: keep the first");
        }
        SharedRuntime runtime = builder.runtime != null ? builder.runtime : shared();
        ClientConfig config = new ClientConfig(
                builder.base,
                transport,
                transport.dialer(environment(builder)),
                builder.protocol,
                builder.decoder,
                runtime);
        config.credentials = builder.credentials;
        config.backoff = builder.backoff;
        config.heartbeat = builder.heartbeat;
        config.limits = builder.limits;
        config.delivery = builder.delivery;
        config.cursorStore = builder.cursorStore;
        config.publishGuarantee = builder.publishGuarantee;
        config.poisonPolicy = builder.poisonPolicy;
        config.attemptHeader = builder.attemptHeader;
        config.setMonitors(builder.monitors);
        // A copy, so that changing the builder afterwards does not change what derived clients begin with.
        RealtimeClient.Builder kept = new RealtimeClient.Builder(builder, runtime);
        return new RealClient(config, () -> new RealtimeClient.Builder(kept, runtime));
    }

    private static SharedRuntime shared() {
        SecureRandom random = new SecureRandom();
        return new SharedRuntime(
                new SingleThreadEventLoop(Threads.daemonFactory("holdfast-loop")),
                Threads.workerExecutor(),
                random::nextDouble,
                Integer.toHexString(random.nextInt()));
    }

    @SuppressForbidden("dates in headers are told by the wall clock; no delay is")
    private static Environment environment(RealtimeClient.Builder builder) {
        SecureRandom random = new SecureRandom();
        return new Environment(
                builder.http,
                builder.limits,
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
