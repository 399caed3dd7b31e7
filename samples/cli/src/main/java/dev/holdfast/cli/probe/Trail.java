package dev.holdfast.cli.probe;

import dev.holdfast.cli.Finding;
import dev.holdfast.cli.Finding.Verdict;
import dev.holdfast.cli.Secrets;
import java.util.ArrayList;
import java.util.List;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** The redirects of one request. Thread-safe. */
final class Trail {
    private static final int LONGEST = 200;

    private final List<String> steps = new ArrayList<>();
    private @Nullable String left;

    /** Records a followed redirect. {@code stranger}: headers are not sent on; {@code held}: there are headers. */
    synchronized void followed(int code, HttpUrl to, boolean stranger, boolean held) {
        String behind = held ? ", another origin: headers not sent on" : ", another origin";
        steps.add(code + " to " + shown(to.toString()) + (stranger ? behind : ""));
        if (stranger) left = shown(to.toString());
    }

    /** Records a redirect that was not followed. */
    synchronized void refused(int code, @Nullable String location, String why) {
        steps.add(code + (location == null ? "" : " to " + shown(location)) + ", not followed: " + why);
    }

    private static String shown(String url) {
        String place = Secrets.shown(url);
        return place.length() <= LONGEST ? place : place.substring(0, LONGEST) + "…";
    }

    /** Returns a finding, or null without redirects. */
    synchronized @Nullable Finding finding(String asked) {
        if (steps.isEmpty()) return null;
        Finding finding =
                Finding.of("redirect", Verdict.YES, asked + " was redirected: " + String.join(", then ", steps));
        return left == null ? finding : finding.advice("if you trust that URL, use it directly: " + left);
    }
}
