package dev.holdfast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Ran;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code holdfast probe} through an nginx that is set this way or that. */
final class ProbeInteropTest {
    private static final String ON = "proxy_buffering on;";
    private static final String OFF = "proxy_buffering off;";
    private static final String HTTP_1_1 = "proxy_http_version 1.1;";
    private static final String GZIP = "gzip on; gzip_types text/event-stream; gzip_proxied any; gzip_min_length 1;";
    private static final String UPGRADE =
            HTTP_1_1 + "proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection \"upgrade\";";

    @TempDir
    Path dir;

    @RegisterExtension
    final Servers servers = new Servers(() -> dir);

    private int nginxes;

    /** An nginx before the server. */
    private String through(Server server, String settings) {
        Server nginx = servers.nginx(
                        "proxy" + nginxes++, "", """
                        server {
                            listen PORT;
                            location / {
                                proxy_pass http://127.0.0.1:SERVER;
                        """.replace("SERVER", "" + server.port()) + settings + "}\n}\n")
                .start();
        return "http://127.0.0.1:" + nginx.port();
    }

    private static Map<String, JsonObject> probe(String url, String timeout) {
        Ran ran = Ran.of("probe", "--json", "-q", "--timeout", timeout, url);
        System.out.println(url.replaceAll(":\\d+", "") + "\n  " + String.join("\n  ", ran.out()));
        assertThat(ran.code()).as(ran.toString()).isEqualTo(ExitCode.DONE);
        Map<String, JsonObject> found = new HashMap<>();
        for (String line : ran.out()) {
            JsonObject finding = JsonParser.parseString(line).getAsJsonObject();
            found.put(finding.get("finding").getAsString(), finding);
        }
        return found;
    }

    private static void assertFound(Map<String, JsonObject> found, String what, String verdict, String... evidence) {
        assertThat(found).containsKey(what);
        assertThat(found.get(what).get("verdict").getAsString())
                .as(found.get(what).toString())
                .isEqualTo(verdict);
        for (String words : evidence) {
            assertThat(found.get(what).get("evidence").getAsString()).contains(words);
        }
    }

    @Test
    void bufferingOffLetsEveryEventThrough() {
        Server feed = servers.node("sse.js");
        for (String settings : new String[] {OFF, OFF + HTTP_1_1 + GZIP}) {
            String url = through(feed, settings);
            Map<String, JsonObject> busy = probe(url + "/busy?resume", "15s");
            assertFound(busy, "sse", "yes", "nginx");
            assertFound(busy, "buffering", "no", "arrived separately");
            assertFound(busy, "compression", settings.equals(OFF) ? "no" : "yes");
            assertFound(busy, "resume", "yes");
            Map<String, JsonObject> beats = probe(url + "/beats", "15s");
            assertFound(beats, "buffering", "no");
            assertFound(beats, "heartbeat", "yes", "on average every");
        }
    }

    @Test
    void bufferingOnIsSeenByHowBusyFeedsArrive() {
        Server feed = servers.node("sse.js");
        for (String settings : new String[] {ON, ON + GZIP}) {
            Map<String, JsonObject> busy = probe(through(feed, settings) + "/busy?resume", "15s");
            assertFound(busy, "sse", "yes");
            assertFound(busy, "buffering", "yes", "in the middle of an event", "nginx");
            assertFound(busy, "resume", "yes");
        }
    }

    /** From a server that sends chunks over HTTP/1.1 nginx passes each on, whatever it is told: curl shows the same. */
    @Test
    void bufferingOnThatDoesNotBufferIsNone() {
        Map<String, JsonObject> busy = probe(through(servers.node("sse.js"), ON + HTTP_1_1) + "/busy?resume", "15s");
        assertFound(busy, "buffering", "no", "arrived separately");
    }

    @Test
    void bufferingOnIsSeenByHowQuietFeedsDoNotArrive() {
        Server feed = servers.node("sse.js");
        for (String settings : new String[] {ON, ON + GZIP}) {
            Map<String, JsonObject> quiet = probe(through(feed, settings) + "/silent", "10s");
            assertFound(quiet, "sse", "likely");
            assertFound(quiet, "buffering", "likely", "HEAD", "nginx");
            assertFound(quiet, "heartbeat", "could not tell");
            assertFound(quiet, "resume", "could not tell");
        }
    }

    @Test
    void aFeedWithoutHeartbeatsAndAServerThatForgetsThePosition() {
        Server feed = servers.node("sse.js");
        String url = "http://127.0.0.1:" + feed.port();
        Map<String, JsonObject> silent = probe(url + "/silent", "10s");
        assertFound(silent, "buffering", "no");
        assertFound(silent, "heartbeat", "no", "of silence");
        assertFound(silent, "resume", "no", "started again with");
        assertFound(probe(url + "/busy", "15s"), "resume", "no", "and skipped");
        assertFound(probe(url + "/busy?resume", "15s"), "resume", "yes", "which followed it in the first stream");
    }

    @Test
    void aProxyThatTakesTheUpgradeOff() {
        Server feed = servers.node("feed.js");
        String without = through(feed, HTTP_1_1);
        Ran ran = Ran.of("probe", "-q", "--timeout", "10s", without + "/quiet");
        assertThat(ran.code()).isEqualTo(ExitCode.FAILED);
        assertThat(ran.out())
                .anySatisfy(line -> assertThat(line)
                        .startsWith("websocket      no ")
                        .contains("426", "a proxy on the path removes it", "nginx"))
                .anyMatch(line -> line.contains("proxy_set_header Upgrade"));
        Map<String, JsonObject> with = probe(through(feed, UPGRADE) + "/quiet", "10s");
        assertFound(with, "websocket", "yes", "101");
        assertFound(with, "ws heartbeat", "yes", "a ping was answered");
    }

    @Test
    void nchanBehindNginx() {
        Hub hub = new Hub(servers, dir);
        for (int i = 1; i <= 5; i++) hub.publish("kelp", "message " + i);
        String url = hub.url("http", "/all/kelp");
        Map<String, JsonObject> found = probe(url, "10s");
        assertFound(found, "sse", "yes");
        assertFound(found, "websocket", "yes");
        assertFound(found, "buffering", "no");
        assertFound(found, "resume", "yes");
    }
}
