package dev.holdfast.transport;

import java.io.IOException;
import java.net.Socket;
import java.util.Objects;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * The outermost network interceptor and the innermost application interceptor. Together they keep OkHttp from sending a
 * request twice after 408 and after 503 with {@code Retry-After: 0}: OkHttp does not if the header is no number. The
 * application's interceptors and event listener see the real response.
 */
final class CallInterceptors {
    private static final String RETRY_AFTER = "Retry-After";
    private static final String MARK = "+";

    private CallInterceptors() {}

    static Response network(Interceptor.Chain chain) throws IOException {
        Socket socket = Objects.requireNonNull(chain.connection()).socket();
        try {
            // Otherwise the end of a message waits until the server has acknowledged its beginning.
            socket.setTcpNoDelay(true);
        } catch (IOException | RuntimeException e) {
            // The socket is closed or has no such option. The request shows it.
        }
        Response head = chain.proceed(chain.request());
        // Otherwise OkHttp writes the next request into a connection that the server has upgraded.
        if (head.code() == 101 && head.socket() == null) UpgradedSocket.close(socket);
        return repeated(head)
                ? head.newBuilder()
                        .header(RETRY_AFTER, MARK + head.header(RETRY_AFTER, ""))
                        .build()
                : head;
    }

    static Response application(Interceptor.Chain chain) throws IOException {
        Response head = chain.proceed(chain.request());
        String value = head.header(RETRY_AFTER, "");
        if (!repeated(head) || !value.startsWith(MARK)) return head;
        Response.Builder real = head.newBuilder().removeHeader(RETRY_AFTER);
        if (!value.equals(MARK)) real.header(RETRY_AFTER, value.substring(MARK.length()));
        return real.build();
    }

    private static boolean repeated(Response head) {
        return head.code() == 408 || head.code() == 503;
    }
}
