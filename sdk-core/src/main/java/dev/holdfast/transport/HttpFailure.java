package dev.holdfast.transport;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.CloseReason.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.UnknownServiceException;
import javax.net.ssl.SSLException;
import okhttp3.HttpUrl;

/**
 * The reasons of failed exchanges, mostly from exceptions. The texts are Holdfast's own and contain only host and
 * port, because an exception's message may quote a URL query or a header value. The exception is kept as the cause.
 */
final class HttpFailure {
    private HttpFailure() {}

    /** Converts an exception of an open connection. A TLS error at this point counts as a network error. */
    static CloseException later(IOException e, HttpUrl url) {
        return exception(network(e, host(url)), e);
    }

    /** Converts an exception of a connection attempt. A {@link CloseException} is returned as it is. */
    static CloseException of(IOException e, HttpUrl url) {
        return exception(reason(e, url), e);
    }

    private static CloseException exception(CloseReason reason, IOException e) {
        return e instanceof CloseException ? (CloseException) e : new CloseException(reason.withCause(e));
    }

    /** Returns the reason for a message above the size limit. */
    static CloseReason tooLarge(int limit) {
        return CloseReason.retryable(
                Kind.TOO_LARGE,
                "The server sent a message of more than " + limit + " bytes: see Limits.withMaxMessageBytes");
    }

    private static String host(HttpUrl url) {
        return url.host() + ":" + url.port();
    }

    private static CloseReason reason(IOException e, HttpUrl url) {
        String host = host(url);
        // These texts are OkHttp's own: a 407 to CONNECT, a 407 without a proxy, and a 204 or 205 with a length.
        String message = String.valueOf(e.getMessage());
        if (message.equals("Failed to authenticate with proxy") || message.startsWith("Received HTTP_PROXY_AUTH")) {
            return HttpStatus.of(407);
        }
        if (e instanceof ProtocolException && message.startsWith("HTTP 20")) {
            return HttpStatus.of(message.startsWith("HTTP 204") ? 204 : 205);
        }
        if (e instanceof UnknownServiceException) {
            return CloseReason.fatal(
                    Kind.TLS,
                    url.isHttps()
                            ? "No TLS version or cipher suite in common with " + host
                            : "The platform forbids cleartext: use https or wss for " + host);
        }
        if (e instanceof SSLException) {
            if (message.startsWith("Certificate pinning failure")) {
                return CloseReason.fatal(Kind.TLS, "The certificate of " + host + " does not match a pinned one");
            }
            // Retryable because a captive portal causes the same error, and it goes away.
            return CloseReason.retryable(Kind.TLS, "Could not open a secure connection to " + host + name(e));
        }
        return network(e, host);
    }

    private static CloseReason network(IOException e, String host) {
        return CloseReason.retryable(Kind.NETWORK, what(e) + host + name(e));
    }

    /** Returns whether no address could be connected to. */
    static boolean unconnected(IOException e) {
        return e instanceof ConnectException || e instanceof NoRouteToHostException;
    }

    /** Returns what happened, to be followed by the host. */
    private static String what(IOException e) {
        if (e instanceof UnknownHostException) return "No address was found for ";
        if (unconnected(e)) return "Could not connect to ";
        if (e instanceof SocketTimeoutException) return "Timed out waiting for ";
        if (e instanceof EOFException) return "The connection was closed early by ";
        // This text is the socket's own. The message of another exception, such as an interceptor's, could contain
        // secrets.
        if ("Connection reset".equals(e.getMessage())) return "The connection was reset by ";
        return "The connection failed to ";
    }

    /** Converts an exception of application code, such as an interceptor, an authenticator or a socket factory. */
    static CloseException of(RuntimeException e) {
        // Android reports a missing INTERNET permission this way, and a retry cannot change that.
        boolean retryable = !(e instanceof SecurityException);
        return new CloseException(CloseReason.fatal(Kind.INTERNAL, "The HTTP client threw" + name(e))
                .withRetryable(retryable)
                .withCause(e));
    }

    private static String name(Exception e) {
        return " (" + e.getClass().getSimpleName() + ")";
    }
}
