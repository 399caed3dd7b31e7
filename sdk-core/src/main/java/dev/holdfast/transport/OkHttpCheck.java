package dev.holdfast.transport;

import java.util.ArrayList;
import java.util.List;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Looks, when a client is built, whether OkHttp is there, new enough, and set up so that a stream can pass. Names
 * OkHttp's classes inside of methods and nested classes only, so that it loads where they are missing.
 */
final class OkHttpCheck {
    private static final String LOGGING = "okhttp3.logging.HttpLoggingInterceptor";

    private OkHttpCheck() {}

    /**
     * Whether OkHttp can be called.
     *
     * @throws IllegalStateException with the artifact to add, where it is missing or older than 5.2
     */
    static void present(String transportName) {
        try {
            Probe.run();
        } catch (LinkageError e) {
            // An older OkHttp shows itself as a missing method, no OkHttp as a missing class.
            throw new IllegalStateException(
                    "The " + transportName + " transport needs OkHttp 5.2 or newer, and the class path has "
                            + (e instanceof NoSuchMethodError ? "an older one" : "none that can be linked")
                            + ": depend on holdfast-jvm or holdfast-android. Retrofit's okhttp or another"
                            + ": raise or exclude that.",
                    e);
        }
    }

    /**
     * A builder like what the app handed in. No TLS is set up before it builds: that reads files.
     *
     * @throws IllegalArgumentException if it is none, or one that holds back a stream
     */
    static OkHttpClient.Builder builder(@Nullable Object given) {
        if (given == null) return new OkHttpClient.Builder();
        if (!(given instanceof OkHttpClient)) {
            throw new IllegalArgumentException(
                    "The HTTP client is a " + given.getClass().getName() + ": give an okhttp3.OkHttpClient");
        }
        OkHttpClient client = (OkHttpClient) given;
        List<Object> interceptors = new ArrayList<>(client.interceptors());
        interceptors.addAll(client.networkInterceptors());
        for (Object interceptor : interceptors) {
            if (logsBodies(interceptor)) {
                throw new IllegalArgumentException(
                        "An HttpLoggingInterceptor at level BODY waits for a stream's end:" + " use level HEADERS");
            }
        }
        return client.newBuilder();
    }

    /** By reflection, as the interceptor is an artifact of its own that an app may well not have. */
    private static boolean logsBodies(Object interceptor) {
        try {
            return interceptor.getClass().getName().equals(LOGGING)
                    && "BODY"
                            .equals(String.valueOf(
                                    interceptor.getClass().getMethod("getLevel").invoke(interceptor)));
        } catch (ReflectiveOperationException | RuntimeException e) {
            return false; // Another version of it: nothing can be said.
        }
    }

    /** Links what came last to OkHttp of all that the transports call. */
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
