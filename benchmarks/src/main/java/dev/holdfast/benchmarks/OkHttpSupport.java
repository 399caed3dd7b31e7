package dev.holdfast.benchmarks;

import java.time.Duration;
import okhttp3.OkHttpClient;

/** What the clients on OkHttp share. */
final class OkHttpSupport {
    private OkHttpSupport() {}

    /** As it comes: each read from the socket has a timeout of ten seconds, which a watchdog thread keeps. */
    static OkHttpClient asItComes() {
        return new OkHttpClient();
    }

    /** Without that timeout, as a stream needs that is silent for longer. */
    static OkHttpClient patient() {
        return new OkHttpClient.Builder().readTimeout(Duration.ZERO).build();
    }

    static void close(OkHttpClient client) {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
