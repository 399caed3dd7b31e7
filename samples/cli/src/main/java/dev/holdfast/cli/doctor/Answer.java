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
 * What the feed's own URL answers to a GET, redirects not followed.
 *
 * @param status 0 for no answer
 * @param location where it redirects to, null for nowhere
 */
record Answer(
        int status,
        String contentType,
        @Nullable String location,
        @Nullable IOException failure) {
    static Answer ask(OkHttpClient http, URI url, Map<String, String> headers) {
        Request.Builder request = new Request.Builder().url(Address.http(url)).header("Accept", "text/event-stream");
        headers.forEach(request::header);
        // A stream never ends: its head is enough.
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
        String answer = "GET was answered " + status + (contentType.isEmpty() ? "" : " with " + contentType);
        if (status == 0) {
            String why = failure == null ? "" : " (" + failure.getClass().getSimpleName() + ")";
            if (failure instanceof SSLException) {
                return Finding.of("feed", Verdict.TROUBLE, "no secure connection" + why)
                        .advice("look at 'tls'");
            }
            return Finding.of("feed", Verdict.UNKNOWN, "GET was not answered" + why)
                    .advice("a WebSocket server or a buffering proxy may do so: 'holdfast probe' looks closer");
        }
        if (status == 200 && contentType.startsWith("text/event-stream"))
            return Finding.of("feed", Verdict.FINE, answer);
        return switch (status) {
            case 401, 403 ->
                Finding.of("feed", Verdict.TROUBLE, answer).advice("give --token-file or --header, or another token");
            case 407 ->
                Finding.of("feed", Verdict.TROUBLE, answer)
                        .advice("the proxy wants to know who you are: write http://user:password@host:port into the"
                                + " variable");
            case 301, 302, 303, 307, 308 ->
                Finding.of(
                                "feed",
                                Verdict.NOTE,
                                answer + ", which leads to " + (location == null ? "nowhere" : Secrets.shown(location))
                                        + " and was not followed")
                        .advice(
                                "give that URL if it is to be trusted: --header and --token-file stay behind otherwise");
            case 404, 410 -> Finding.of("feed", Verdict.TROUBLE, answer).advice("check the path of the URL");
            case 400, 405, 406, 426 ->
                Finding.of("feed", Verdict.NOTE, answer + ", as WebSocket servers do; 'holdfast probe' looks closer");
            default ->
                status >= 500
                        ? Finding.of("feed", Verdict.TROUBLE, answer)
                                .advice("the server, or a proxy before it, is not well")
                        : Finding.of("feed", Verdict.NOTE, answer);
        };
    }
}
