package dev.holdfast.benchmarks;

import java.time.Duration;
import okhttp3.OkHttpClient;

/** The OkHttp clients that the benchmarks share. */
final class OkHttpSupport {
    private OkHttpSupport() {}

    /**
     * Returns a client with default settings. Each read from the socket has a timeout of ten seconds, which a watchdog
     * thread enforces.
     */
    static OkHttpClient asItComes() {
        return new OkHttpClient();
    }

    /** Returns a client without a read timeout, as needed for a stream that may be silent for longer. */
    static OkHttpClient patient() {
        return new OkHttpClient.Builder().readTimeout(Duration.ZERO).build();
    }

    static void close(OkHttpClient client) {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
