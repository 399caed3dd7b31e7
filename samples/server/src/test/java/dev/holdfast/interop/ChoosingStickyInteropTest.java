package dev.holdfast.interop;

import static dev.holdfast.interop.Choosing.shown;
import static dev.holdfast.interop.Choosing.with;
import static dev.holdfast.interop.Choosing.without;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.RealtimeClient;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.reference.Hearing;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Cookie;
import okhttp3.CookieJar;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The lines of docs/choosing.md for sticky sessions and for spreading, before two servers that number for themselves: one
 * that did not have the client before cannot resume it.
 */
class ChoosingStickyInteropTest {
    private static final int RECONNECTS = 8;
    /** Chance decides where a client goes that is not sticky: a bound, not an expectation. */
    private static final int MOST_RECONNECTS = 100;

    @TempDir
    Path dir;

    @RegisterExtension
    final Servers servers = new Servers(() -> dir);

    private final OkHttpClient http =
            new OkHttpClient.Builder().cookieJar(new Jar()).build();
    private Choosing choosing;
    private Server one;
    private Server two;

    /** A browser's manners, as far as one server goes. */
    private static final class Jar implements CookieJar {
        private final List<Cookie> kept = new ArrayList<>();

        @Override
        public synchronized List<Cookie> loadForRequest(HttpUrl url) {
            return kept.stream().filter(cookie -> cookie.matches(url)).toList();
        }

        @Override
        public synchronized void saveFromResponse(HttpUrl url, List<Cookie> cookies) {
            for (Cookie cookie : cookies) {
                kept.removeIf(known -> known.name().equals(cookie.name()));
                kept.add(cookie);
            }
        }
    }

    @BeforeEach
    void start() {
        choosing = new Choosing(servers, dir);
        one = choosing.node("one");
        two = choosing.node("two");
    }

    private static String sticky(String name) {
        String plain = shown(name);
        if (name.equals("haproxy"))
            return plain.substring(0, plain.indexOf("\nbackend ") + 1) + shown("haproxy-sticky");
        String upstream = plain.substring(plain.indexOf("upstream "), plain.indexOf("server {"));
        String pass = "        proxy_pass http://feed;\n";
        return with(with(plain, upstream, shown("nginx-sticky")), pass, pass + shown("nginx-sticky-cookie"));
    }

    private Server proxy(String name, String configuration) {
        return choosing.proxy(name, configuration, one.port(), two.port());
    }

    private RealtimeClient client(Server proxy, String scheme) {
        return Choosing.client(proxy.port(), scheme).okHttpClient(http).build();
    }

    private static Hearing subscribe(RealtimeClient client) {
        Hearing hearing = new Hearing();
        client.subscribe(SubscriptionOptions.of("kelp", String.class), hearing);
        hearing.expect("FRESH");
        return hearing;
    }

    /** From then on the client has a position, which means something to its own server only. */
    private Hearing positioned(RealtimeClient client) {
        Hearing hearing = subscribe(client);
        for (Server node : List.of(one, two)) {
            try (RealtimeClient publisher = Choosing.client(node.port(), "ws").build()) {
                publisher.publish("kelp", "hi").join();
            }
        }
        hearing.expect("hi");
        return hearing;
    }

    private static boolean leavesItsServer(RealtimeClient client, Hearing hearing) {
        for (int i = 0; i < MOST_RECONNECTS; i++) {
            client.reconnectNow();
            String heard = hearing.next();
            if (heard.equals("GAP")) return true;
            assertThat(heard).isEqualTo("RESUMED");
        }
        return false;
    }

    @ParameterizedTest
    @CsvSource({"nginx, ws", "nginx, http", "haproxy, ws", "haproxy, http"})
    void aClientComesBackToItsServerUntilThatGoes(String name, String scheme) throws Exception {
        Server proxy = proxy(name, sticky(name));
        try (RealtimeClient client = client(proxy, scheme)) {
            Hearing hearing = positioned(client);
            for (int i = 0; i < RECONNECTS; i++) {
                client.reconnectNow();
                hearing.expect("RESUMED");
            }
            (feeds(one) > 0 ? one : two).kill();
            assertThat(hearing.next()).as("on the other server, which says so").isEqualTo("GAP");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "nginx, add_header, ws",
        "nginx, add_header, http",
        "nginx, hash, ws",
        "haproxy, cookie node, ws",
        "haproxy, cookie node, http"
    })
    void withoutItsLineItIsSentToAnotherOne(String name, String line, String scheme) {
        try (RealtimeClient client = client(proxy(name, without(sticky(name), line)), scheme)) {
            assertThat(leavesItsServer(client, positioned(client))).isTrue();
        }
    }

    @Test
    void withoutAlwaysNginxGivesNoCookieToWebSockets() {
        try (RealtimeClient client = client(proxy("nginx", with(sticky("nginx"), " always;", ";")), "ws")) {
            assertThat(leavesItsServer(client, positioned(client))).isTrue();
        }
    }

    /** One server was away when the first clients came: the next ones are to go to it, not to both in turn. */
    @ParameterizedTest
    @CsvSource({"balance leastconn, 4", "balance roundrobin, 2"})
    void leastConnFillsAServerThatWasAway(String line, int expected) throws Exception {
        String text = with(sticky("haproxy"), "balance leastconn", line);
        two.kill();
        Server proxy = proxy("haproxy", text);
        List<RealtimeClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) clients.add(plain(proxy));
            assertThat(feeds(one)).isEqualTo(4);
            two.start().awaitLog("Listening on", 1);
            Until.holds(() -> "haproxy does not see it", () -> isUp(proxy));
            for (int i = 0; i < 4; i++) clients.add(plain(proxy));
            assertThat(feeds(two)).isEqualTo(expected);
        } finally {
            clients.forEach(RealtimeClient::close);
        }
    }

    /** Without cookies. */
    private static RealtimeClient plain(Server proxy) {
        RealtimeClient client = Choosing.client(proxy.port(), "ws").build();
        subscribe(client);
        return client;
    }

    /** Whether requests come to the second one: both answer for themselves. */
    private boolean isUp(Server proxy) {
        return health(proxy).contains("\"connections\":0");
    }

    private static int feeds(Server node) {
        return Integer.parseInt(health(node).replaceFirst("(?s).*\"connections\":(\\d+).*", "$1"));
    }

    private static String health(Server server) {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + "/health");
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
