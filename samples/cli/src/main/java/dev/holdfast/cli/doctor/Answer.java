package dev.holdfast.cli.doctor;

import dev.holdfast.cli.Address;
import dev.holdfast.cli.Finding;
import dev.holdfast.cli.Finding.Verdict;
import dev.holdfast.cli.Secrets;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLException;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The response of the feed's URL to a GET, without following redirects.
 *
 * @param status the HTTP status, 0 for no response
 * @param location the redirect target, or null
 */
record Answer(
        int status,
        String contentType,
        @Nullable String location,
        @Nullable IOException failure) {
    static Answer ask(OkHttpClient http, URI url, Map<String, String> headers) {
        Request.Builder request = new Request.Builder().url(Address.http(url)).header("Accept", "text/event-stream");
        headers.forEach(request::header);
        // The body may be an endless stream, so only the head is read.
        try (Response response = http.newCall(request.build()).execute()) {
            String type = String.valueOf(response.header("Content-Type", "")).toLowerCase(Locale.ROOT);
            return new Answer(response.code(), type, response.header("Location"), null);
        } catch (IOException e) {
            return new Answer(0, "", null, e);
        }
    }

    boolean isPage() {
        return status == 200 && contentType.startsWith("text/html");
    }

    Finding judge() {
        String answer = "GET returned " + status + (contentType.isEmpty() ? "" : " with " + contentType);
        if (status == 0) {
            String why = failure == null ? "" : " (" + failure.getClass().getSimpleName() + ")";
            if (failure instanceof SSLException) {
                return Finding.of("feed", Verdict.TROUBLE, "no TLS connection" + why)
                        .advice("see the finding 'tls'");
            }
            return Finding.of("feed", Verdict.UNKNOWN, "GET was not answered" + why)
                    .advice("a WebSocket server or a buffering proxy can cause this: run 'holdfast probe'");
        }
        if (status == 200 && contentType.startsWith("text/event-stream"))
            return Finding.of("feed", Verdict.FINE, answer);
        return switch (status) {
            case 401, 403 ->
                Finding.of("feed", Verdict.TROUBLE, answer).advice("use --token-file or --header, or another token");
            case 407 ->
                Finding.of("feed", Verdict.TROUBLE, answer)
                        .advice("the proxy requires authentication: set http://user:password@host:port in the"
                                + " variable");
            case 301, 302, 303, 307, 308 ->
                Finding.of(
                                "feed",
                                Verdict.NOTE,
                                answer + ", a redirect to " + (location == null ? "nowhere" : Secrets.shown(location))
                                        + " that was not followed")
                        .advice("if you trust it, use that URL: otherwise --header and --token-file are not sent");
            case 404, 410 -> Finding.of("feed", Verdict.TROUBLE, answer).advice("check the path of the URL");
            case 400, 405, 406, 426 ->
                Finding.of("feed", Verdict.NOTE, answer + ", as a WebSocket server does; run 'holdfast probe'");
            default ->
                status >= 500
                        ? Finding.of("feed", Verdict.TROUBLE, answer)
                                .advice("the server, or a proxy in front of it, has failed")
                        : Finding.of("feed", Verdict.NOTE, answer);
        };
    }
}
