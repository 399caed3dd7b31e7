package dev.holdfast;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Says who the app is. Asked anew for each attempt, on a background thread, within the attempt's time; an answer that comes
 * after that is dropped. What it answers is sent and not kept: it is in no log, no {@link CloseReason} and no {@code
 * diagnostics()}, and stays behind when a redirect leaves the origin. What it throws, a stage that fails, and one that is
 * not done in time end the attempt with {@link CloseReason.Kind#CREDENTIALS}, and the next attempt asks again.
 *
 * <p>A server that answers 401 has it asked once more, with {@code refused} true; a second 401 in a row is final.
 */
@FunctionalInterface
public interface Credentials {
    /**
     * Begins to find out who the app is. May block, and may answer a stage that completes later, on any thread.
     *
     * @param refused whether the server answered 401 to what the last call gave: fetch anew what would come from a cache
     * @throws Exception when there is nothing to be had now
     */
    CompletionStage<Authorization> authorize(boolean refused) throws Exception;

    /** A bearer token (RFC 6750 section 2.1) from a supplier, which may block. */
    static Credentials bearer(Supplier<String> token) {
        Objects.requireNonNull(token, "token");
        return refused -> CompletableFuture.completedFuture(
                Authorization.bearer(Objects.requireNonNull(token.get(), "the token supplier answered null")));
    }

    /** A bearer token (RFC 6750 section 2.1) from a supplier that answers at once and completes later. */
    static Credentials bearerAsync(Supplier<? extends CompletionStage<String>> token) {
        Objects.requireNonNull(token, "token");
        return refused -> Objects.requireNonNull(token.get(), "the token supplier answered null")
                .thenApply(Authorization::bearer);
    }

    /**
     * A ticket in the query of the URL, where a server takes nothing else. A URL is written into the logs of every proxy on
     * the way: use it for tickets only that are good for one connection and for seconds, and fetch a new one each time.
     *
     * @param parameter the name of the query parameter
     * @param ticket answers a new ticket; may block
     */
    static Credentials oneTimeTicketInUrl(String parameter, Supplier<String> ticket) {
        Objects.requireNonNull(ticket, "ticket");
        Authorization.oneTimeTicketInUrl(parameter, ""); // refuses an illegal name now
        return refused -> CompletableFuture.completedFuture(Authorization.oneTimeTicketInUrl(
                parameter, Objects.requireNonNull(ticket.get(), "the ticket supplier answered null")));
    }
}
