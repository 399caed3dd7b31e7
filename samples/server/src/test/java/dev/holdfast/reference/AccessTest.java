package dev.holdfast.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.Credentials;
import dev.holdfast.RealtimeClient;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.protocol.HoldfastJson;
import dev.holdfast.reference.web.Node;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in: by where a page comes from, and by token. */
class AccessTest {
    @TempDir
    Path dir;

    @RegisterExtension
    final Running running = new Running();

    private Node guarded() throws IOException {
        Path tokens = dir.resolve("tokens");
        Files.writeString(tokens, "# token name rights\nr-1234 reader\n\n  w-5678   writer publish\n");
        return running.start("--tokens=" + tokens);
    }

    @Test
    void aPageOfSomewhereElseIsNotServed() {
        Node node = running.start("--origin=https://app.example", "--origin=https://other.example");

        assertThat(running.get(node, "/realtime?topic=a", "Origin: https://evil.example")
                        .status())
                .isEqualTo(403);
        assertThat(running.publish(node, "a", "1", "Origin: null").status()).isEqualTo(403);
        assertThat(running.socket(node, "Origin: https://app.example.evil")
                        .failed()
                        .status())
                .isEqualTo(403);
        Http.Answer preflight = running.http.send(Running.request(node, "/realtime", "Origin: https://evil.example")
                .newBuilder()
                .method("OPTIONS", null)
                .build());
        assertThat(preflight.status()).isEqualTo(403);
        assertThat(preflight.headers().get("Access-Control-Allow-Origin")).isNull();

        running.welcomed(node, "Origin: https://app.example").close();
        RawStream stream = running.stream(node, "a", "Origin: https://other.example");
        assertThat(stream.response.header("Access-Control-Allow-Origin")).isEqualTo("https://other.example");
        assertThat(stream.response.header("Vary")).contains("Origin");
    }

    @Test
    void withoutAListNoPageIsServedAndProgramsAre() {
        Node node = running.start();

        assertThat(running.get(node, "/realtime?topic=a", "Origin: http://127.0.0.1")
                        .status())
                .isEqualTo(403);
        running.welcomed(node).close();
        running.welcomed(running.start("--origin=*"), "Origin: https://any.example")
                .close();
    }

    @Test
    void aPageThatDoesNotSayWhereItIsFromIsKnownByItsSite() {
        Node node = running.start("--origin=https://app.example");

        for (String site : List.of("cross-site", "same-site")) {
            String header = "Sec-Fetch-Site: " + site;
            assertThat(running.get(node, "/realtime?topic=a", header).status()).isEqualTo(403);
            assertThat(running.publish(node, "a", "1", header).status()).isEqualTo(403);
            assertThat(running.socket(node, header).failed().status()).isEqualTo(403);
            // One whose origin is said is judged by that.
            running.stream(node, "a", header, "Origin: https://app.example").begin();
            running.stream(running.start("--origin=*"), "a", header).begin();
        }
        // Typed by a person, or asked for by a page that came from here.
        running.stream(node, "a", "Sec-Fetch-Site: none").begin();
        running.stream(node, "a", "Sec-Fetch-Site: same-origin").begin();
    }

    /** What a page sends that has its own name resolve to this server's address. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8080",
                "127.0.0.1.evil.example",
                "10.0.0.1",
                "[::2]",
                "[2001:db8::5]",
                "localhost.evil"
            })
    void aNameThatIsNotThisServersIsRefused(String host) {
        Node node = running.start("--origin=*");

        Http.Answer answer = running.get(node, "/realtime?topic=a", "Host: " + host);
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).contains("--allow-host");
        assertThat(answer.headers().get("Access-Control-Allow-Origin")).isNull();
        assertThat(running.publish(node, "a", "1", "Host: " + host).status()).isEqualTo(403);
        assertThat(running.socket(node, "Host: " + host).failed().status()).isEqualTo(403);
        // Those who look after it have names of their own for it.
        assertThat(running.get(node, "/health", "Host: " + host).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:99",
                "localhost.",
                "127.0.0.1:1",
                "[::1]:8080",
                "[0:0:0:0:0:0:0:1]",
                "[2001:DB8::5]",
                "[2001:db8:0:0:0::5]:443",
                "feed.example",
                "Feed.Example:443"
            })
    void theNamesOfThisServerAreServed(String host) {
        Node node = running.start("--allow-host=FEED.example", "--allow-host=2001:db8:0:0:0:0:0:5");

        assertThat(running.publish(node, "a", "1", "Host: " + host).status()).isEqualTo(200);
        running.welcomed(node, "Host: " + host).close();
        assertThat(running.publish(running.start("--allow-host=*"), "a", "1", "Host: any." + host)
                        .status())
                .isEqualTo(host.startsWith("[") ? 400 : 200);
    }

    @Test
    void whoListensEverywhereGoesByTheAddressThatWasAskedFor() {
        Node node = running.start("--host=0.0.0.0");

        assertThat(running.publish(node, "a", "1").status()).isEqualTo(200);
        assertThat(running.publish(node, "a", "1", "Host: 127.0.0.2").status()).isEqualTo(403);
    }

    /** As haproxy asks for its health. */
    @Test
    void aRequestWithoutAHostIsNoPages() throws IOException {
        Node node = running.start();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
            socket.getOutputStream()
                    .write("POST /publish/a HTTP/1.0\r\nContent-Length: 1\r\n\r\n1"
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).contains(" 200 ");
        }
    }

    @Test
    void withoutATokenNobodyComesIn() throws IOException {
        Node node = guarded();

        Http.Answer answer = running.get(node, "/realtime?topic=a");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.headers().get("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(running.get(node, "/realtime?topic=a", "Authorization: Bearer wrong")
                        .status())
                .isEqualTo(401);
        assertThat(running.get(node, "/realtime?topic=a", "Authorization: Basic r-1234")
                        .status())
                .isEqualTo(401);
        assertThat(running.socket(node).failed().status()).isEqualTo(401);
        // What is in a URL is in logs.
        assertThat(running.get(node, "/realtime?topic=a&access_token=r-1234&token=r-1234")
                        .status())
                .isEqualTo(401);
        assertThat(running.get(node, "/health").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "http"})
    void aClientWithATokenIsServed(String transport) throws IOException {
        Node node = guarded();
        Hearing hearing = new Hearing();
        running.closing(RealtimeClient.builder(Running.url(node, transport))
                        .protocol(HoldfastJson.create())
                        .credentials(Credentials.bearer(() -> "r-1234"))
                        .build())
                .subscribe(SubscriptionOptions.of("a", String.class), hearing);
        hearing.expect("FRESH");

        assertThat(running.publish(node, "a", "\"hi\"", "Authorization: Bearer w-5678")
                        .status())
                .isEqualTo(200);
        hearing.expect("hi");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "http"})
    void aClientWithAWrongTokenIsToldOnceAndForAll(String transport) throws IOException {
        Hearing hearing = new Hearing();
        running.closing(RealtimeClient.builder(Running.url(guarded(), transport))
                        .protocol(HoldfastJson.create())
                        .credentials(Credentials.bearer(() -> "stale"))
                        .build())
                .subscribe(SubscriptionOptions.of("a", String.class), hearing);

        assertThat(hearing.next()).startsWith("ended HTTP_STATUS 401").doesNotContain("stale");
    }

    @Test
    void whoMayReadMayNotPublish() throws IOException {
        Node node = guarded();

        assertThat(running.publish(node, "a", "1", "Authorization: Bearer r-1234")
                        .status())
                .isEqualTo(403);
        RawSocket socket = running.welcomed(node, "Authorization: Bearer r-1234")
                .send("{'type':'publish','ref':1,'topic':'a','data':1}");
        assertThat(socket.text()).isEqualTo("{'type':'error','ref':1,'reason':'Not allowed to publish','retry':false}");
        socket.close();
    }

    @Test
    void aFileThatIsNotOneIsRefusedWithoutRepeatingIt() throws IOException {
        Path tokens = Files.writeString(dir.resolve("tokens"), "r-1234 reader\nsecret-only\n");

        assertThatThrownBy(() -> running.start("--tokens=" + tokens))
                .hasMessageContaining("line 2")
                .hasMessageNotContaining("secret-only");
    }
}
