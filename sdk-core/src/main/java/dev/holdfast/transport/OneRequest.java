package dev.holdfast.transport;

import java.io.IOException;
import okhttp3.Connection;
import okhttp3.Headers;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/**
 * Keeps OkHttp from sending a request twice after 408 and after 503 with {@code Retry-After: 0}. OkHttp does not if the
 * header is not a number, so the outermost network interceptor changes it, and the innermost application interceptor
 * restores it. The application's interceptors and event listener see the real response.
 */
final class OneRequest implements Interceptor {
    private static final String RETRY_AFTER = "Retry-After";

    /** Adds the interceptors. HttpEngine names no subtype of OkHttp's types, so that it loads without OkHttp. */
    static void addTo(OkHttpClient.Builder builder) {
        OneRequest once = new OneRequest();
        builder.networkInterceptors().add(0, once);
        builder.addInterceptor(once);
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Connection connection = chain.connection(); // Null for an application interceptor.
        if (connection != null) {
            try {
                // Otherwise the end of a message waits until the server has acknowledged its beginning.
                connection.socket().setTcpNoDelay(true);
            } catch (IOException | RuntimeException e) {
                // The socket is closed or has no such option. The request shows it.
            }
        }
        Response head = chain.proceed(chain.request());
        int code = head.code();
        // Otherwise OkHttp writes the next request into a connection that the server has upgraded.
        if (connection != null && code == 101 && head.socket() == null) UpgradedSocket.close(connection.socket());
        if (code != 408 && code != 503) return head;
        String value = head.header(RETRY_AFTER, "");
        // A server may send characters that OkHttp's checked methods do not accept.
        Headers.Builder headers = head.headers().newBuilder().removeAll(RETRY_AFTER);
        if (connection != null) headers.addUnsafeNonAscii(RETRY_AFTER, "+" + value);
        else if (value.length() > 1) headers.addUnsafeNonAscii(RETRY_AFTER, value.substring(1));
        return head.newBuilder().headers(headers.build()).build();
    }
}
