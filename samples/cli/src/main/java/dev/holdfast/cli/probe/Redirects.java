package dev.holdfast.cli.probe;

import dev.holdfast.Limits;
import java.io.IOException;
import java.util.Map;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Adds the user's headers, and follows redirects as the SDK does: to another origin without them, from https to http not
 * at all. OkHttp would leave nothing but {@code Authorization} behind. What was done is on the request's {@link Trail}.
 */
final class Redirects implements Interceptor {
    private final Map<String, String> headers;
    private final int most = Limits.defaults().maxRedirects();

    Redirects(Map<String, String> headers) {
        this.headers = Map.copyOf(headers);
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        Trail trail = request.tag(Trail.class);
        // For good: a way back does not make the stranger in between trustworthy.
        boolean stranger = false;
        for (int followed = 0; ; followed++) {
            Response response = chain.proceed(stranger ? request : withHeaders(request));
            HttpUrl to = trail == null ? null : next(request.url(), response, followed, trail);
            if (trail == null || to == null) return response;
            stranger |= !sameOrigin(request.url(), to);
            trail.followed(response.code(), to, stranger, !headers.isEmpty());
            response.close();
            request = request.newBuilder().url(to).build();
        }
    }

    /** A header of the probe's own is what is looked at, and stays. */
    private Request withHeaders(Request request) {
        Request.Builder builder = request.newBuilder();
        headers.forEach((name, value) -> {
            if (request.header(name) == null) builder.header(name, value);
        });
        return builder.build();
    }

    /** Where to go on; null where this answer is the last. */
    private @Nullable HttpUrl next(HttpUrl from, Response response, int followed, Trail trail) {
        int code = response.code();
        if (code != 301 && code != 302 && code != 303 && code != 307 && code != 308) return null;
        String location = response.header("Location");
        HttpUrl to = location == null ? null : from.resolve(location.replaceFirst("(?i)^ws(s?:)", "http$1"));
        String refusal = refusal(from, location, to, followed);
        if (refusal == null) return to;
        trail.refused(code, location, refusal);
        return null;
    }

    private @Nullable String refusal(HttpUrl from, @Nullable String location, @Nullable HttpUrl to, int followed) {
        if (location == null) return "it names no place";
        if (to == null) return "that is no http or https URL";
        if (from.isHttps() && !to.isHttps()) return "it leads from https to http";
        return followed == most ? "there were " + most + " before it" : null;
    }

    private static boolean sameOrigin(HttpUrl one, HttpUrl other) {
        return one.scheme().equals(other.scheme()) && one.host().equals(other.host()) && one.port() == other.port();
    }
}
