package dev.holdfast.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * nchan: an nginx to subscribe at, which may be killed, another one to publish at, and a Redis that keeps the messages
 * of both.
 */
final class Hub {
    private static final Path MODULE = Path.of("/usr/lib/nginx/modules/ngx_nchan_module.so");
    private static final String READY = "Redis upstream hub: ready";

    private static final String LOCATIONS = """
                upstream hub { nchan_redis_server redis://127.0.0.1:REDIS; }
                            nchan_message_buffer_length 10000;
                nchan_message_timeout 1h;
                server {
                    listen PORT;
                    location ~ ^/publish/(.+)$ {
                        nchan_publisher http;
                        nchan_channel_id $1;
                        nchan_redis_pass hub;
                        client_max_body_size 10m;
                        client_body_buffer_size 10m;
                    }
                    location ~ ^/all/(.+)$ {
                        if (!-f DIR/NAME.open) { return 503; }
                        nchan_subscriber eventsource websocket;
                        nchan_channel_id $1;
                        nchan_redis_pass hub;
                        nchan_subscriber_first_message oldest;
                    }
                    location ~ ^/new/(.+)$ {
                        if (!-f DIR/NAME.open) { return 503; }
                        nchan_subscriber eventsource websocket;
                        nchan_channel_id $1;
                        nchan_redis_pass hub;
                        nchan_subscriber_first_message newest;
                    }
                }
            """;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path dir;
    private final Server subscribers;
    private final Server publishers;

    Hub(Servers servers, Path dir) {
        this.dir = dir;
        if (!Files.exists(MODULE)) {
            throw new AssertionError(MODULE + " is not there: install the Debian package libnginx-mod-nchan, or run"
                    + " .ci/run, which does");
        }
        String locations =
                LOCATIONS.replace("REDIS", Integer.toString(servers.redis().port()));
        String module = "load_module " + MODULE + ";\n";
        publishers = servers.nginx("publishers", module, locations).start();
        publishers.awaitLog(READY, 2);
        subscribers = servers.nginx("subscribers", module, locations);
        restart();
    }

    /** Where to subscribe. A channel below {@code /all} begins with its oldest message, below {@code /new} with the next. */
    String url(String scheme, String path) {
        return scheme + "://127.0.0.1:" + port() + path;
    }

    int port() {
        return subscribers.port();
    }

    /** Returns when the hub has taken the message. */
    void publish(String channel, String text) {
        publish(channel, text, "");
    }

    /**
     * Publishes it until it has come. Whoever asks nchan for what is new is told that it begins a little before it does:
     * what is published in between counts as old.
     */
    void publishUntilHeard(String channel, String text, Feed feed) {
        Until.holds(() -> "'" + text + "' is not heard: " + feed, () -> {
            publish(channel, text);
            return feed.texts().contains(text);
        });
    }

    /** Publishes with an event type. */
    void publish(String channel, String text, String type) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + publishers.port() + "/publish/" + channel))
                .POST(BodyPublishers.ofString(text))
                .header("Content-Type", "text/plain");
        if (!type.isEmpty()) request.header("X-EventSource-Event", type);
        try {
            int status = http.send(request.build(), BodyHandlers.discarding()).statusCode();
            if (status != 201 && status != 202) throw new AssertionError("nchan answered " + status);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** From now on there is nothing at its port. What is published meanwhile is kept. */
    void kill() {
        subscribers.kill();
        doors("closed");
    }

    /** Back on the same port. Until it has found its Redis it answers 503: nchan itself would forget who comes early. */
    void restart() {
        subscribers.start().awaitLog(READY, 2);
        doors("open");
    }

    private void doors(String now) {
        Path open = dir.resolve("subscribers.open");
        try {
            if (now.equals("open")) Files.createFile(open);
            else Files.delete(open);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
