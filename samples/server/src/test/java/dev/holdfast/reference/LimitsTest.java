package dev.holdfast.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.holdfast.interop.Until;
import dev.holdfast.reference.web.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Everything that a client decides has an end. */
class LimitsTest {
    @RegisterExtension
    final Running running = new Running();

    @Test
    void aFrameThatIsTooLargeEndsTheConnection() {
        RawSocket socket = running.welcomed(running.start("--max-frame=1000"));
        socket.send("{'type':'publish','ref':1,'topic':'a','data':'" + "x".repeat(900) + "'}");
        socket.expect("receipt");

        socket.send("{'type':'publish','ref':2,'topic':'a','data':'" + "x".repeat(1000) + "'}");

        assertThat(socket.closed().code()).isEqualTo(1009);
    }

    @Test
    void aPostThatIsTooLargeIsRefused() {
        Node node = running.start("--max-frame=1000");

        assertThat(running.publish(node, "a", "\"" + "x".repeat(998) + "\"").status())
                .isEqualTo(200);
        assertThat(running.publish(node, "a", "\"" + "x".repeat(999) + "\"").status())
                .isEqualTo(413);
        assertThat(running.http
                        .send(Http.chunked(Running.request(node, "/publish/a"), "\"" + "x".repeat(999) + "\""))
                        .status())
                .isEqualTo(413);
    }

    @Test
    void subscriptionsOfAConnectionAreCounted() {
        RawSocket socket = running.welcomed(running.start("--max-subscriptions=2"))
                .send(
                        "{'type':'subscribe','subs':[{'sub':1,'topic':'a'},{'sub':2,'topic':'a'},{'sub':3,'topic':'a'}]}");

        JsonObject ended = null;
        for (int i = 0; i < 5; i++) {
            JsonObject frame = socket.next();
            if (frame.get("type").getAsString().equals("ended")) ended = frame;
        }
        assertThat(ended).isNotNull();
        assertThat(ended.get("sub").getAsInt()).isEqualTo(3);
        assertThat(ended.get("retry").getAsBoolean()).isFalse();
        // Who leaves one may take another.
        socket.send("{'type':'unsubscribe','subs':[1]}").send("{'type':'subscribe','subs':[{'sub':4,'topic':'a'}]}");
        assertThat(socket.expect("subscribed").get("sub").getAsInt()).isEqualTo(4);
        socket.close();
    }

    @Test
    void topicNamesAreChecked() {
        Node node = running.start("--max-topic-name=10");
        RawSocket socket = running.welcomed(node);
        String[] wrong = {"", "12345678901", "a b", "a\\u0000", "a\\n", "\\u200f", "\\u00a0"};
        for (int i = 0; i < wrong.length; i++) {
            socket.send("{'type':'subscribe','subs':[{'sub':" + i + ",'topic':'" + wrong[i] + "'}]}");
            JsonObject ended = socket.expect("ended");
            assertThat(ended.get("sub").getAsInt()).isEqualTo(i);
            assertThat(ended.get("retry").getAsBoolean()).isFalse();
        }
        socket.send("{'type':'subscribe','subs':[{'sub':99}]}");
        socket.expect("ended");
        socket.send("{'type':'subscribe','subs':[{'sub':100,'topic':'prices/ä€'}]}");
        socket.expect("subscribed");
        socket.close();
        assertThat(running.get(node, "/realtime?topic=12345678901").status()).isEqualTo(400);
        assertThat(running.publish(node, "12345678901", "1").status()).isEqualTo(400);
    }

    @Test
    void connectionsAreCounted() {
        Node node = running.start("--max-connections=2");
        RawSocket socket = running.welcomed(node);
        RawStream stream = running.stream(node, "a");
        stream.begin();

        RawSocket.Failed refused = running.socket(node).failed();
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.retryAfter()).isEqualTo("5");
        Http.Answer answer = running.get(node, "/realtime?topic=a");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers().get("Retry-After")).isEqualTo("5");
        // Others are still served.
        assertThat(running.get(node, "/health").status()).isEqualTo(200);
        assertThat(running.publish(node, "a", "1").status()).isEqualTo(200);

        socket.close();
        Until.holds(() -> "still two", () -> node.connections() == 1);
        running.welcomed(node).close();
    }

    @Test
    void headersAreBounded() {
        Node node = running.start("--max-header=2000");

        assertThat(running.get(node, "/realtime?topic=a", "X: " + "x".repeat(3000))
                        .status())
                .isEqualTo(431);
    }

    @Test
    void publishersAreSlowedDown() {
        Node node = running.start("--publish-rate=3");
        RawSocket socket = running.welcomed(node);
        for (int i = 0; i < 10; i++) socket.send("{'type':'publish','ref':" + i + ",'topic':'a','data':1}");

        JsonObject error = socket.next();
        while (!error.get("type").getAsString().equals("error")) error = socket.next();
        assertThat(error.get("retry").getAsBoolean()).isTrue();
        assertThat(error.get("ref").getAsInt()).isGreaterThanOrEqualTo(3);
        socket.close();
    }

    @Test
    void whoPostsIsSlowedDown() {
        Node node = running.start("--publish-rate=1");

        // The second comes within the same second, or a later one does.
        Until.holds(() -> "never too many", () -> {
            Http.Answer answer = running.publish(node, "a", "1");
            return answer.status() == 429 && "1".equals(answer.headers().get("Retry-After"));
        });
    }

    @Test
    void otherFramesAreCountedToo() {
        RawSocket socket = running.welcomed(running.start("--frame-rate=5"));
        for (int i = 0; i < 50; i++) socket.send("{'type':'pong'}");

        RawSocket.Closed closed = socket.closed();
        assertThat(closed.code()).isEqualTo(1013);
        assertThat(closed.reason()).contains("frames");
    }

    @Test
    void topicsAreCounted() {
        Node node = running.start("--max-topics=2");
        RawSocket socket = running.welcomed(node).send("{'type':'subscribe','subs':[{'sub':1,'topic':'a'}]}");
        socket.expect("subscribed");
        socket.expect("position");
        // One that nobody reads gives way.
        assertThat(running.publish(node, "b", "1").status()).isEqualTo(200);
        assertThat(running.publish(node, "c", "1").status()).isEqualTo(200);
        socket.send("{'type':'subscribe','subs':[{'sub':2,'topic':'d'}]}");
        socket.expect("subscribed");
        socket.expect("position");

        socket.send("{'type':'subscribe','subs':[{'sub':3,'topic':'e'}]}");
        assertThat(socket.expect("ended").get("retry").getAsBoolean()).isTrue();
        assertThat(running.get(node, "/realtime?topic=e").status()).isEqualTo(503);
        assertThat(running.publish(node, "e", "1").status()).isEqualTo(503);
        socket.close();
    }

    @Test
    void whatAllTopicsKeepIsBounded() {
        Node node = running.start("--history-mb=1", "--topic-kb=512", "--history=1000");
        String data = "\"" + "x".repeat(60_000) + "\"";
        RawStream early = running.stream(node, "t0");
        String place = early.begin();
        early.close();
        String before = "";
        for (int topic = 0; topic < 10; topic++) {
            RawStream fresh = running.stream(node, "t" + topic);
            before = fresh.begin();
            fresh.close();
            for (int i = 0; i < 5; i++) {
                assertThat(running.publish(node, "t" + topic, data).status()).isEqualTo(200);
            }
        }
        // 50 messages of 60 kB do not fit into a MiB: the oldest of all had to go, and the newest are there.
        RawStream lost = running.stream(node, "t0", "Last-Event-ID: " + place);
        assertThat(lost.next()).contains("'continuity':'gap'");
        assertThat(running.stream(node, "t9", "Last-Event-ID: " + before).next())
                .contains("'continuity':'resumed'");
    }

    @Test
    void whoNamesTopicsLeavesNothing() {
        Node node = running.start("--max-topics=5");
        RawSocket socket = running.welcomed(node).send("{'type':'subscribe','subs':[{'sub':100,'topic':'kept'}]}");
        socket.expect("subscribed");
        String place = socket.expect("position").get("id").getAsString();
        running.publish(node, "kept", "1");
        socket.expect("message");
        socket.send("{'type':'unsubscribe','subs':[100]}");
        for (int i = 0; i < 20; i++) {
            socket.send("{'type':'subscribe','subs':[{'sub':" + i + ",'topic':'unknown" + i + "'}]}");
            socket.expect("subscribed");
            socket.expect("position");
            socket.send("{'type':'unsubscribe','subs':[" + i + "]}");
        }
        socket.close();

        RawStream back = running.stream(node, "kept", "Last-Event-ID: " + place);
        assertThat(back.next()).contains("'continuity':'resumed'");
    }

    @Test
    void subscribingIsSlowedDown() {
        Node node = running.start("--subscribe-rate=1");
        RawSocket socket = running.welcomed(node)
                .send(
                        "{'type':'subscribe','subs':[{'sub':1,'topic':'a'},{'sub':2,'topic':'a'},{'sub':3,'topic':'a'}]}");
        JsonObject ended = socket.next();
        while (!ended.get("type").getAsString().equals("ended")) ended = socket.next();
        assertThat(ended.get("retry").getAsBoolean()).isTrue();
        assertThat(ended.get("after").getAsInt()).isEqualTo(1000);
        assertThat(ended.get("reason").getAsString()).isEqualTo("More than 1 subscriptions per second");
        socket.close();

        // The second comes within the same second, or a later one does.
        Until.holds(() -> "never too many", () -> {
            try (RawStream stream = new RawStream(running.client(), Running.request(node, "/realtime?topic=a"))) {
                stream.begin();
                return false;
            } catch (AssertionError refused) {
                Http.Answer answer = running.get(node, "/realtime?topic=a");
                return answer.status() == 429 && "1".equals(answer.headers().get("Retry-After"));
            }
        });
    }
}
