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
 * The interceptor that adds the user's headers and follows redirects like the SDK: without these headers to another
 * origin, and never from https to http. OkHttp would remove only {@code Authorization}. The request's {@link Trail}
 * records each redirect.
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
        // Stays true: a redirect back does not make the other origin trustworthy.
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

    /** Adds the user's headers, except those that the probe sets itself. */
    private Request withHeaders(Request request) {
        Request.Builder builder = request.newBuilder();
        headers.forEach((name, value) -> {
            if (request.header(name) == null) builder.header(name, value);
        });
        return builder.build();
    }

    /** Returns the next URL, or null if this response is the last. */
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
        if (location == null) return "it has no Location header";
        if (to == null) return "the target is not an http or https URL";
        if (from.isHttps() && !to.isHttps()) return "the target downgrades from https to http";
        return followed == most ? "the limit of " + most + " redirects is reached" : null;
    }

    private static boolean sameOrigin(HttpUrl one, HttpUrl other) {
        return one.scheme().equals(other.scheme()) && one.host().equals(other.host()) && one.port() == other.port();
    }
}
