package dev.holdfast.transport;

import java.util.ArrayList;
import java.util.List;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The check that OkHttp is present, new enough, and configured to carry a stream. It runs when a client is built. It
 * refers to OkHttp's classes only inside methods and nested classes, so that it loads without OkHttp.
 */
final class OkHttpCheck {
    private static final String LOGGING = "okhttp3.logging.HttpLoggingInterceptor";

    private OkHttpCheck() {}

    /**
     * Checks that OkHttp can be called.
     *
     * @throws IllegalStateException if OkHttp is missing or older than 5.2; the message names the artifact to add
     */
    static void present(String transportName) {
        try {
            Probe.run();
        } catch (LinkageError e) {
            // With an older OkHttp a method is missing, without OkHttp a class.
            throw new IllegalStateException(
                    "The " + transportName + " transport needs OkHttp 5.2 or newer, but the class path has "
                            + (e instanceof NoSuchMethodError ? "an older version" : "none that can be linked")
                            + ". Depend on holdfast-jvm or holdfast-android, and raise or exclude the OkHttp of"
                            + " other libraries, such as Retrofit",
                    e);
        }
    }

    /**
     * Returns a builder with the settings of the application's client, or with default settings if {@code given} is
     * null. Does not initialise TLS, because that reads files.
     *
     * @throws IllegalArgumentException if {@code given} is not an OkHttpClient, or if one of its interceptors blocks
     *     streams
     */
    static OkHttpClient.Builder builder(@Nullable Object given) {
        if (given == null) return new OkHttpClient.Builder();
        if (!(given instanceof OkHttpClient)) {
            throw new IllegalArgumentException(
                    "The HTTP client is a " + given.getClass().getName() + ". Pass an okhttp3.OkHttpClient");
        }
        OkHttpClient client = (OkHttpClient) given;
        List<Object> interceptors = new ArrayList<>(client.interceptors());
        interceptors.addAll(client.networkInterceptors());
        for (Object interceptor : interceptors) {
            if (logsBodies(interceptor)) {
                throw new IllegalArgumentException(
                        "An HttpLoggingInterceptor at level BODY blocks until the stream ends. Use level HEADERS");
            }
        }
        return client.newBuilder();
    }

    /** Uses reflection because the interceptor is in a separate artifact that the application may not have. */
    private static boolean logsBodies(Object interceptor) {
        try {
            return interceptor.getClass().getName().equals(LOGGING)
                    && "BODY"
                            .equals(String.valueOf(
                                    interceptor.getClass().getMethod("getLevel").invoke(interceptor)));
        } catch (ReflectiveOperationException | RuntimeException e) {
            return false; // Unknown version of the interceptor. Accept it.
        }
    }

    /** A call of the newest OkHttp API that the transports use. Linking it fails on older versions. */
    private static final class Probe {
        static void run() {
            Request request = new Request.Builder().url("http://localhost/").build();
            new Response.Builder()
                    .request(request)
                    .protocol(Protocol.HTTP_1_1)
                    .code(200)
                    .message("")
                    .build()
                    .socket();
        }
    }
}
