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

/** Whether somebody answers in the feed's place until one has logged in: a captive portal (RFC 8910). */
final class Portal {
    private static final String WHAT = "portal";
    private static final String ADVICE = "open any http:// page in a browser and log in to the network";
    private static final int NETWORK_AUTHENTICATION_REQUIRED = 511;

    private final OkHttpClient http;

    Portal(OkHttpClient http) {
        this.http = http;
    }

    /** Asks an address that answers 204 to who is free. */
    Finding ask(URI check) {
        try (Response response = http.newCall(
                        new Request.Builder().url(check.toString()).build())
                .execute()) {
            String answer = Address.of(check).host() + " answered " + response.code();
            if (response.code() == 204) return Finding.of(WHAT, Verdict.FINE, answer + ", as it should");
            return Finding.of(WHAT, Verdict.TROUBLE, answer + " instead of 204: somebody answers in its place")
                    .advice(ADVICE);
        } catch (IOException e) {
            return Finding.of(
                    WHAT,
                    Verdict.UNKNOWN,
                    Address.of(check).host() + " did not answer ("
                            + e.getClass().getSimpleName() + ")");
        }
    }

    /** Judges by what the feed answered; behind TLS by what the same host answers without. */
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
            // A host's own page may well be one.
            return judge(url, response.code(), false, response.header("Location"), plain.toString());
        } catch (IOException e) {
            return Finding.of(
                            WHAT,
                            Verdict.UNKNOWN,
                            plain + " did not answer (" + e.getClass().getSimpleName() + "), and TLS hides the rest")
                    .advice("--portal-check with an address that answers 204, such as your own, decides it");
        }
    }

    private static Finding certain(String where) {
        return Finding.of(WHAT, Verdict.TROUBLE, where + " answered 511 Network Authentication Required")
                .advice(ADVICE);
    }

    private static Finding judge(URI url, int status, boolean page, @Nullable String location, String where) {
        String host = location == null ? null : host(url, location);
        if (host != null && !host.equalsIgnoreCase(Address.of(url).host())) {
            return Finding.of(
                            WHAT,
                            Verdict.TROUBLE,
                            where + " redirects to another host, " + Secrets.shown(String.valueOf(location)))
                    .advice("if the feed did not move there, it is a captive portal: " + ADVICE);
        }
        if (page) {
            return Finding.of(WHAT, Verdict.TROUBLE, where + " answered with a page (text/html) instead of a feed")
                    .advice("if the URL is right, it is a captive portal or a proxy's notice: " + ADVICE);
        }
        if (status == 0) return Finding.of(WHAT, Verdict.UNKNOWN, where + " did not answer");
        return Finding.of(WHAT, Verdict.FINE, "none seen: " + where + " answered " + status + " itself");
    }

    private static @Nullable String host(URI url, String location) {
        HttpUrl to = HttpUrl.get(Address.http(url)).resolve(location);
        return to == null ? null : to.host();
    }
}
