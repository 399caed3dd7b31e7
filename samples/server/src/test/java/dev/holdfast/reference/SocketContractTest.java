package dev.holdfast.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.holdfast.reference.web.Node;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server answers on a WebSocket, frame by frame, to right and wrong. */
class SocketContractTest {
    @RegisterExtension
    final Running running = new Running();

    private Node node;

    @BeforeEach
    void start() {
        node = running.start();
    }

    @Test
    void helloIsAnsweredWithVersionAndHeartbeat() {
        RawSocket socket = running.socket(node).send("{'type':'hello','version':3,'later':true}");

        assertThat(socket.text()).isEqualTo("{'type':'welcome','version':1,'heartbeat':15000}");
        socket.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'subscribe','subs':[{'sub':1,'topic':'a'}]}",
                "{'type':'publish','ref':1,'topic':'a','data':1}",
                "{'type':'later'}",
                "{'type':'hello'}",
                "{'type':'hello','version':0}",
                "{'type':'hello','version':'1'}",
            })
    void nothingComesBeforeHello(String frame) {
        RawSocket socket = running.socket(node).send(frame);

        JsonObject close = socket.expect("close");
        assertThat(close.get("retry").getAsBoolean()).isFalse();
        assertThat(close.get("reason").getAsString()).isNotEmpty();
        assertThat(socket.closed().code()).isEqualTo(1002);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{} {}",
                "{'topic':'a'}",
                "{'type':7}",
                "{'type':'subscribe'}",
                "{'type':'subscribe','subs':{}}",
                "{'type':'subscribe','subs':[1]}",
                "{'type':'subscribe','subs':[{'topic':'a'}]}",
                "{'type':'subscribe','subs':[{'sub':'1','topic':'a'}]}",
                "{'type':'subscribe','subs':[{'sub':1.5,'topic':'a'}]}",
                "{'type':'subscribe','subs':[{'sub':1,'topic':{}}]}",
                "{'type':'subscribe','subs':[{'sub':1,'topic':'a','cursor':1}]}",
                "{'type':'subscribe','subs':[{'sub':1,'topic':'a'},{'sub':1,'topic':'b'}]}",
                "{'type':'unsubscribe','subs':['x']}",
                "{'type':'publish','topic':'a','data':1}",
                "{'type':'request','topic':'time'}",
                "{'type':'subscribe','subs':[{'sub':1,'topic':'\\ud800'}]}",
                "{type:'subscribe'}",
            })
    void whatIsMalformedEndsTheConnection(String frame) {
        RawSocket socket = running.welcomed(node).send(frame);

        assertThat(socket.closed().code()).isEqualTo(1002);
    }

    @Test
    void whatIsNestedTooDeepIsMalformed() {
        RawSocket socket = running.welcomed(node)
                .send("{'type':'publish','ref':1,'topic':'a','data':" + "[".repeat(5000) + "]".repeat(5000) + "}");

        assertThat(socket.closed().code()).isEqualTo(1002);
    }

    @Test
    void moreThan256EntriesAreMalformed() {
        RawSocket socket = running.welcomed(node).send(subscribe(257));

        assertThat(socket.closed().code()).isEqualTo(1002);
    }

    @Test
    void as256EntriesAreAllAnswered() {
        RawSocket socket = running.welcomed(node).send(subscribe(256));

        Set<Integer> answered = new HashSet<>();
        Set<Integer> placed = new HashSet<>();
        while (placed.size() < 256) {
            JsonObject frame = socket.next();
            boolean answer = frame.get("type").getAsString().equals("subscribed");
            assertThat((answer ? answered : placed).add(frame.get("sub").getAsInt()))
                    .isTrue();
            assertThat(answered).containsAll(placed);
        }
        socket.close();
    }

    private static String subscribe(int count) {
        String subs = IntStream.rangeClosed(1, count)
                .mapToObj(i -> "{'sub':" + i + ",'topic':'t" + i + "'}")
                .collect(Collectors.joining(","));
        return "{'type':'subscribe','subs':[" + subs + "]}";
    }

    @Test
    void binaryFramesAreNotSpoken() {
        RawSocket socket = running.welcomed(node).sendBinary(new byte[] {1});

        assertThat(socket.closed().code()).isEqualTo(1003);
    }

    @Test
    void unknownTypesAndMembersAreIgnored() {
        RawSocket socket = running.welcomed(node)
                .send("{'type':'later','subs':7}")
                .send("{'type':'pong'}")
                .send("{'type':'hello','version':1}")
                .send("{'new':{'x':[1]},'subs':[{'qos':1,'topic':'a','sub':9}],'type':'subscribe'}");

        assertThat(socket.text()).isEqualTo("{'type':'subscribed','sub':9,'continuity':'fresh'}");
        socket.close();
    }

    @Test
    void messagesComeWithNumberIdAndDataAsItWas() {
        RawSocket socket = running.welcomed(node).send("{'type':'subscribe','subs':[{'sub':4,'topic':'a/b'}]}");
        socket.expect("subscribed");
        socket.expect("position");
        socket.send(
                "{'type':'publish','ref':11,'topic':'a/b','data':{'n':1.0,'big':12345678901234567890,'<':'ä\\n\\u2028'}}");

        JsonObject first = socket.next();
        JsonObject second = socket.next();
        JsonObject message = first.has("sub") ? first : second;
        JsonObject receipt = first.has("sub") ? second : first;
        assertThat(message.get("sub").getAsInt()).isEqualTo(4);
        assertThat(message.get("data").toString())
                .isEqualTo("{\"n\":1.0,\"big\":12345678901234567890,\"<\":\"ä\\n\\u2028\"}");
        assertThat(receipt.get("ref").getAsInt()).isEqualTo(11);
        assertThat(receipt.get("id")).isEqualTo(message.get("id"));
        socket.close();
    }

    @Test
    void theSameTopicMayBeReadTwiceAndLeftOnce() {
        RawSocket socket = running.welcomed(node)
                .send("{'type':'subscribe','subs':[{'sub':1,'topic':'a'},{'sub':2,'topic':'a'}]}");
        for (int i = 0; i < 2; i++) {
            socket.expect("subscribed");
            socket.expect("position");
        }
        running.publish(node, "a", "1");
        assertThat(socket.expect("message").get("sub").getAsInt()).isEqualTo(1);
        assertThat(socket.expect("message").get("sub").getAsInt()).isEqualTo(2);

        // What is asked afterwards is answered afterwards.
        socket.send("{'type':'unsubscribe','subs':[1,77]}").send("{'type':'request','ref':1,'topic':'time'}");
        socket.expect("reply");
        running.publish(node, "a", "2");
        assertThat(socket.expect("message").get("sub").getAsInt()).isEqualTo(2);
        socket.close();
    }

    @Test
    void requestsAreAnsweredOrRefused() {
        RawSocket socket = running.welcomed(node)
                .send("{'type':'request','ref':1,'topic':'time','data':null}")
                .send("{'type':'request','ref':2,'topic':'weather','data':null}");

        assertThat(socket.expect("reply").get("ref").getAsInt()).isEqualTo(1);
        JsonObject error = socket.expect("error");
        assertThat(error.get("ref").getAsInt()).isEqualTo(2);
        assertThat(error.get("retry").getAsBoolean()).isFalse();
        socket.close();
    }

    @Test
    void aPublishWithoutDataOrTopicIsAnError() {
        RawSocket socket = running.welcomed(node)
                .send("{'type':'publish','ref':1,'topic':'a'}")
                .send("{'type':'publish','ref':2,'data':1}")
                .send("{'type':'publish','ref':3,'topic':'a','data':null}");

        assertThat(socket.expect("error").get("ref").getAsInt()).isEqualTo(1);
        assertThat(socket.expect("error").get("ref").getAsInt()).isEqualTo(2);
        assertThat(socket.expect("receipt").get("ref").getAsInt()).isEqualTo(3);
        socket.close();
    }

    @Test
    void theSubprotocolHasToBeOffered() {
        RawSocket socket = running.socket(node, "Sec-WebSocket-Protocol: graphql-transport-ws");

        assertThat(socket.failed().status()).isEqualTo(400);
    }

    @Test
    void aSilentConnectionIsAskedForASignOfLife() {
        Node quick = running.start("--heartbeat=200");
        RawSocket socket = running.socket(quick).send("{'type':'hello','version':1}");
        assertThat(socket.text()).isEqualTo("{'type':'welcome','version':1,'heartbeat':200}");

        // OkHttp answers nothing to these: they are frames. Without an answer the server gives the client up.
        assertThat(socket.failed()).isNotNull();
    }
}
