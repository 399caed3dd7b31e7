package dev.holdfast.transport;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.CloseReason.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.UnknownServiceException;
import javax.net.ssl.SSLException;
import okhttp3.HttpUrl;

/**
 * Turns what an exchange throws into a reason. The texts are our own and name no more than the host: an exception's
 * message may quote a URL with its query or a header's value. The exception itself is kept as the cause.
 */
final class HttpFailure {
    private static final String PINNING = "Certificate pinning failure";

    private HttpFailure() {}

    /** What a connection already open threw: then TLS is no more than a part of the network. */
    static CloseException later(IOException e, HttpUrl url) {
        if (e instanceof CloseException) return (CloseException) e;
        String host = url.host() + ":" + url.port();
        return new CloseException(
                CloseReason.retryable(Kind.NETWORK, what(e, host) + name(e)).withCause(e));
    }

    /** What an attempt threw, unless it says its reason itself. */
    static CloseException of(IOException e, HttpUrl url) {
        return e instanceof CloseException
                ? (CloseException) e
                : new CloseException(reason(e, url).withCause(e));
    }

    private static CloseReason reason(IOException e, HttpUrl url) {
        String host = url.host() + ":" + url.port();
        if (e instanceof UnknownServiceException) {
            return CloseReason.fatal(
                    Kind.TLS,
                    url.isHttps()
                            ? "No TLS version or cipher is left to try with " + host
                            : "This app may not speak cleartext to " + host + ": use https or wss");
        }
        if (e instanceof SSLException) {
            String message = String.valueOf(e.getMessage());
            if (message.startsWith(PINNING)) {
                return CloseReason.fatal(Kind.TLS, "The certificate of " + host + " is not among the pinned ones");
            }
            // A captive portal looks like this too, and goes away.
            return CloseReason.retryable(Kind.TLS, "No secure connection to " + host + " could be made" + name(e));
        }
        return CloseReason.retryable(Kind.NETWORK, what(e, host) + name(e));
    }

    private static String what(IOException e, String host) {
        if (e instanceof UnknownHostException) return "No address was found for " + host;
        if (e instanceof ConnectException || e instanceof NoRouteToHostException) return "Could not connect to " + host;
        if (e instanceof SocketTimeoutException) return host + " did not answer in time";
        if (e instanceof EOFException) return "The connection to " + host + " ended too early";
        // A socket's own words are few and name nobody; those of an interceptor could hold anything.
        if ("Connection reset".equals(e.getMessage())) return "The connection to " + host + " was reset";
        return "The connection to " + host + " failed";
    }

    /** An exception of the app's own: from an interceptor, an authenticator, a socket factory. */
    static CloseException of(RuntimeException e) {
        // Android says a missing INTERNET permission in this way, and no further attempt changes that.
        boolean retryable = !(e instanceof SecurityException);
        return new CloseException(CloseReason.fatal(Kind.INTERNAL, "The HTTP client threw" + name(e))
                .withRetryable(retryable)
                .withCause(e));
    }

    private static String name(Exception e) {
        return " (" + e.getClass().getSimpleName() + ")";
    }
}
