package dev.holdfast;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A source of the secret that authenticates the app. Called for each connection attempt, on a background thread, within
 * the attempt's timeout; a result that comes later is discarded. The secret is sent and not kept: it never appears in a
 * log, a {@link CloseReason} or {@link RealtimeClient#diagnostics()}, and is removed when a redirect leaves the origin.
 * An exception, a failed stage and a timeout end the attempt with {@link CloseReason.Kind#CREDENTIALS}; the next
 * attempt calls again.
 *
 * <p>When a server responds with 401, the next attempt calls with {@code refused} true. A second 401 in a row is final. If
 * each topic has its own connection, as over SSE, many attempts may call at the same time: let them share one refresh.
 */
@FunctionalInterface
public interface Credentials {
    /**
     * Starts to obtain the secret. May block, and may return a stage that completes later on any thread. Neither the
     * stage nor its result may be null.
     *
     * @param refused true if the server responded with 401 to the previous secret: bypass any cache
     * @throws Exception when no secret is available now; the client retries after the back-off
     */
    CompletionStage<Authorization> authorize(boolean refused) throws Exception;

    /**
     * Returns credentials that send a bearer token (RFC 6750 section 2.1).
     *
     * @param token returns the token; may block
     */
    static Credentials bearer(Supplier<String> token) {
        Objects.requireNonNull(token, "token");
        return refused -> CompletableFuture.completedFuture(
                Authorization.bearer(Objects.requireNonNull(token.get(), "The token supplier must not return null")));
    }

    /**
     * Returns credentials that send a bearer token (RFC 6750 section 2.1) obtained asynchronously.
     *
     * @param token returns at once a stage that completes with the token
     */
    static Credentials bearerAsync(Supplier<? extends CompletionStage<String>> token) {
        Objects.requireNonNull(token, "token");
        return refused -> Objects.requireNonNull(token.get(), "The token supplier must not return null")
                .thenApply(Authorization::bearer);
    }

    /**
     * Returns credentials that add a ticket to the query of the URL, for servers that accept no header. Every proxy on
     * the way may log the URL. Use only tickets that are valid for one connection and for seconds, and fetch a new one
     * each time.
     *
     * @param parameter the name of the query parameter
     * @param ticket returns a new ticket; may block
     * @throws IllegalArgumentException when the name is empty
     */
    static Credentials oneTimeTicketInUrl(String parameter, Supplier<String> ticket) {
        Objects.requireNonNull(ticket, "ticket");
        Authorization.oneTimeTicketInUrl(parameter, ""); // rejects an empty name now
        return refused -> CompletableFuture.completedFuture(Authorization.oneTimeTicketInUrl(
                parameter, Objects.requireNonNull(ticket.get(), "The ticket supplier must not return null")));
    }
}
