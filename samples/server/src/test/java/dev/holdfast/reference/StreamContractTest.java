package dev.holdfast.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.holdfast.reference.web.Node;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the server answers over HTTP: event streams, publishing, health. */
class StreamContractTest {
    @RegisterExtension
    final Running running = new Running();

    private Node node;

    @BeforeEach
    void start() {
        node = running.start("--origin=https://app.example");
    }

    @Test
    void aStreamBeginsWithContinuityAndPosition() {
        RawStream stream = running.stream(node, "a");
        stream.begin();
        running.publish(node, "a?event=tick", "{ \"x\" : [1, 2] }");

        assertThat(stream.next())
                .matches("id: \\S+\\|data: \\{'type':'message','event':'tick','data':\\{'x':\\[1,2]}}");
        assertThat(stream.response.header("X-Accel-Buffering")).isEqualTo("no");
        assertThat(stream.response.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void lastEventIdResumes() {
        RawStream first = running.stream(node, "a");
        String place = first.begin();
        running.publish(node, "a", "1");
        running.publish(node, "a", "2");

        RawStream second = running.stream(node, "a", "Last-Event-ID: " + place);

        assertThat(second.next()).isEqualTo("data: {'type':'subscribed','continuity':'resumed'}");
        assertThat(second.next()).startsWith("data: {'type':'welcome'");
        assertThat(second.next()).isEqualTo(first.next()).endsWith("'data':1}");
        assertThat(second.next()).isEqualTo(first.next()).endsWith("'data':2}");
    }

    @Test
    void aForeignLastEventIdIsUnknown() {
        RawStream stream = running.stream(node, "a", "Last-Event-ID: " + "x".repeat(3000));

        assertThat(stream.next()).isEqualTo("data: {'type':'subscribed','continuity':'unknown'}");
    }

    @Test
    void aSilentStreamCarriesComments() throws Exception {
        RawStream stream = running.closing(new RawStream(
                running.client(), Running.request(running.start("--heartbeat=200"), "/realtime?topic=a")));
        stream.begin();

        assertThat(stream.response.body().source().readUtf8Line()).isEqualTo(":");
    }

    @Test
    void aPublishIsAnsweredWithTheId() {
        RawStream stream = running.stream(node, "a");
        stream.begin();
        Http.Answer answer = running.publish(node, "a", "1");

        assertThat(answer.status()).isEqualTo(200);
        JsonObject body = JsonParser.parseString(answer.body()).getAsJsonObject();
        assertThat(stream.next()).startsWith("id: " + body.get("id").getAsString() + "|");
    }

    @Test
    void whatCannotBePublishedIsRefused() {
        assertThat(running.publish(node, "a", "{").status()).isEqualTo(400);
        assertThat(running.publish(node, "a", "").status()).isEqualTo(400);
        assertThat(running.publish(node, "a%20b", "1").status()).isEqualTo(400);
        assertThat(running.publish(node, "", "1").status()).isEqualTo(400);
        assertThat(running.publish(node, "a?event=a%0Ab", "1").status()).isEqualTo(400);
    }

    @Test
    void otherPathsAndMethodsAreRefused() {
        assertThat(running.get(node, "/").status()).isEqualTo(404);
        assertThat(running.get(node, "/realtime").status()).isEqualTo(400);
        assertThat(running.get(node, "/realtime?topic=a%00b").status()).isEqualTo(400);
        Http.Answer broken = running.get(node, "/realtime?topic=%FF");
        assertThat(broken.status()).isEqualTo(400);
        assertThat(broken.body()).isEqualTo("{\"error\":\"Bad Request\"}\n");
        Http.Answer get = running.get(node, "/publish/a");
        assertThat(get.status()).isEqualTo(405);
        assertThat(get.headers().get("Allow")).isEqualTo("POST");
        Http.Answer post = running.http.send(Http.post(Running.request(node, "/realtime?topic=a"), "{}"));
        assertThat(post.status()).isEqualTo(405);
        assertThat(post.headers().get("Allow")).isEqualTo("GET");
    }

    @Test
    void healthCountsConnections() {
        running.stream(node, "a").begin();

        Http.Answer health = running.get(node, "/health");

        assertThat(health.status()).isEqualTo(200);
        assertThat(health.body())
                .isEqualTo("{\"status\":\"up\",\"history\":\"reachable\",\"connections\":1,\"slowConsumers\":0}\n");
    }

    @Test
    void aPageOfAnAllowedOriginMayAskWithItsHeaders() {
        Http.Answer answer = running.http.send(Running.request(node, "/realtime?topic=a", "Origin: https://app.example")
                .newBuilder()
                .method("OPTIONS", null)
                .build());

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.headers().get("Access-Control-Allow-Origin")).isEqualTo("https://app.example");
        assertThat(answer.headers().get("Access-Control-Allow-Headers")).contains("Authorization", "Last-Event-ID");
    }
}
