package dev.holdfast.cli.probe;

import dev.holdfast.cli.Finding;
import dev.holdfast.cli.Finding.Verdict;
import dev.holdfast.cli.Secrets;
import java.util.ArrayList;
import java.util.List;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** The redirects on the way to one answer. Safe for use by many threads. */
final class Trail {
    private static final int LONGEST = 200;

    private final List<String> steps = new ArrayList<>();
    private @Nullable String left;

    /** One that was followed; {@code stranger} where the headers given stay behind, {@code held} if there are any. */
    synchronized void followed(int code, HttpUrl to, boolean stranger, boolean held) {
        String behind = held ? ", another origin: the headers given stayed behind" : ", another origin";
        steps.add(code + " to " + shown(to.toString()) + (stranger ? behind : ""));
        if (stranger) left = shown(to.toString());
    }

    /** One that was not, and why. */
    synchronized void refused(int code, @Nullable String location, String why) {
        steps.add(code + (location == null ? "" : " to " + shown(location)) + ", which is not followed: " + why);
    }

    private static String shown(String url) {
        String place = Secrets.shown(url);
        return place.length() <= LONGEST ? place : place.substring(0, LONGEST) + "…";
    }

    /** What there is to say of it; null for nothing. */
    synchronized @Nullable Finding finding(String asked) {
        if (steps.isEmpty()) return null;
        Finding finding =
                Finding.of("redirect", Verdict.YES, asked + " was redirected: " + String.join(", then ", steps));
        return left == null ? finding : finding.advice("if that place is to be trusted, give its URL: " + left);
    }
}
