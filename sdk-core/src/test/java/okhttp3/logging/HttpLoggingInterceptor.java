package okhttp3.logging;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;

/** Stands for the class of that name, which is found by it. */
public final class HttpLoggingInterceptor implements Interceptor {
    public enum Level {
        HEADERS,
        BODY
    }

    private final Level level;

    public HttpLoggingInterceptor(Level level) {
        this.level = level;
    }

    public Level getLevel() {
        return level;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        return chain.proceed(chain.request());
    }
}
