package dev.holdfast.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** An event stream, read block by block on the test's thread. */
final class RawStream implements AutoCloseable {
    final Response response;
    private final Call call;

    RawStream(OkHttpClient client, Request request) {
        call = client.newCall(request);
        try {
            response = call.execute();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        assertThat(response.code()).isEqualTo(200);
        assertThat(response.header("Content-Type")).isEqualTo("text/event-stream");
    }

    /** The next block that is no comment, its lines joined with {@code |}; "(end)" at the end. */
    String next() {
        StringBuilder block = new StringBuilder();
        try {
            while (true) {
                String line = response.body().source().readUtf8Line();
                if (line == null) return "(end)";
                if (line.isEmpty()) {
                    String text = block.toString();
                    block.setLength(0);
                    if (!text.startsWith(":")) return text.replace('"', '\'');
                } else {
                    block.append(block.length() > 0 ? "|" : "").append(line);
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What comes with every fresh stream. */
    String begin() {
        assertThat(next()).isEqualTo("data: {'type':'subscribed','continuity':'fresh'}");
        String position = next();
        assertThat(position).matches("id: (\\S+)\\|data: \\{'type':'position','id':'\\1'}");
        assertThat(next()).matches("data: \\{'type':'welcome','version':1,'heartbeat':\\d+}");
        return position.substring(4, position.indexOf('|'));
    }

    @Override
    public void close() {
        call.cancel();
        response.close();
    }
}
