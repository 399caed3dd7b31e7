package dev.holdfast.cli.doctor;

import dev.holdfast.cli.Address;
import dev.holdfast.cli.Finding;
import dev.holdfast.cli.Finding.Verdict;
import dev.holdfast.cli.Secrets;
import java.io.IOException;
import java.net.URI;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** The check for a captive portal (RFC 8910). */
final class Portal {
    private static final String WHAT = "portal";
    private static final String ADVICE = "open any http:// page in a browser and log in to the network";
    private static final int NETWORK_AUTHENTICATION_REQUIRED = 511;

    private final OkHttpClient http;

    Portal(OkHttpClient http) {
        this.http = http;
    }

    /** Requests a URL that returns 204 unless a captive portal intercepts it. */
    Finding ask(URI check) {
        try (Response response = http.newCall(
                        new Request.Builder().url(check.toString()).build())
                .execute()) {
            String answer = Address.of(check).host() + " returned " + response.code();
            if (response.code() == 204) return Finding.of(WHAT, Verdict.FINE, answer + ", as expected");
            return Finding.of(WHAT, Verdict.TROUBLE, answer + " instead of 204: something else answers in its place")
                    .advice(ADVICE);
        } catch (IOException e) {
            return Finding.of(
                    WHAT,
                    Verdict.UNKNOWN,
                    Address.of(check).host() + " did not answer ("
                            + e.getClass().getSimpleName() + ")");
        }
    }

    /** Judges by the feed's response; for a TLS URL, by the response of the same host to plain HTTP. */
    Finding judge(URI url, Answer answer) {
        if (answer.status() == NETWORK_AUTHENTICATION_REQUIRED) return certain("the feed's URL");
        if (!Address.of(url).secure()) {
            return judge(url, answer.status(), answer.isPage(), answer.location(), "the feed's URL");
        }
        HttpUrl plain = new HttpUrl.Builder()
                .scheme("http")
                .host(HttpUrl.get(Address.http(url)).host())
                .build();
        try (Response response =
                http.newCall(new Request.Builder().url(plain).build()).execute()) {
            if (response.code() == NETWORK_AUTHENTICATION_REQUIRED) return certain(plain.toString());
            // The root of a host may legitimately be an HTML page.
            return judge(url, response.code(), false, response.header("Location"), plain.toString());
        } catch (IOException e) {
            return Finding.of(
                            WHAT,
                            Verdict.UNKNOWN,
                            plain + " did not answer (" + e.getClass().getSimpleName()
                                    + "), and over TLS a portal is not visible")
                    .advice("use --portal-check with a URL that returns 204, for example your own");
        }
    }

    private static Finding certain(String where) {
        return Finding.of(WHAT, Verdict.TROUBLE, where + " returned 511 Network Authentication Required")
                .advice(ADVICE);
    }

    private static Finding judge(URI url, int status, boolean page, @Nullable String location, String where) {
        String host = location == null ? null : host(url, location);
        if (host != null && !host.equalsIgnoreCase(Address.of(url).host())) {
            return Finding.of(
                            WHAT,
                            Verdict.TROUBLE,
                            where + " redirects to another host, " + Secrets.shown(String.valueOf(location)))
                    .advice("if the feed did not move there, this is a captive portal: " + ADVICE);
        }
        if (page) {
            return Finding.of(WHAT, Verdict.TROUBLE, where + " returned a page (text/html) instead of a feed")
                    .advice("if the URL is right, this is a captive portal or a proxy's error page: " + ADVICE);
        }
        if (status == 0) return Finding.of(WHAT, Verdict.UNKNOWN, where + " did not answer");
        return Finding.of(WHAT, Verdict.FINE, "none detected: " + where + " returned " + status);
    }

    private static @Nullable String host(URI url, String location) {
        HttpUrl to = HttpUrl.get(Address.http(url)).resolve(location);
        return to == null ? null : to.host();
    }
}
