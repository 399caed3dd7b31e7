package dev.holdfast.reference;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;

/** Plain requests. */
final class Http implements AutoCloseable {
    private static final MediaType JSON = MediaType.get("application/json");

    final OkHttpClient client = new OkHttpClient.Builder()
            .readTimeout(Duration.ofSeconds(30))
            // Nothing is left idle for the next test to find.
            .connectionPool(new ConnectionPool(0, 1, TimeUnit.MILLISECONDS))
            .retryOnConnectionFailure(false)
            .build();

    record Answer(int status, Headers headers, String body, Protocol protocol) {}

    static Request post(Request request, String json) {
        return request.newBuilder().post(RequestBody.create(json, JSON)).build();
    }

    /** Of no length that is told beforehand. */
    static Request chunked(Request request, String json) {
        RequestBody body = new RequestBody() {
            @Override
            public MediaType contentType() {
                return JSON;
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                sink.writeUtf8(json);
            }
        };
        return request.newBuilder().post(body).build();
    }

    Answer send(Request request) {
        return send(client, request);
    }

    static Answer send(OkHttpClient client, Request request) {
        try (Response response = client.newCall(request).execute()) {
            return new Answer(
                    response.code(), response.headers(), response.body().string(), response.protocol());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
