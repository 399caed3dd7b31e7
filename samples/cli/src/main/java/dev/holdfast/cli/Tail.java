package dev.holdfast.cli;

import dev.holdfast.Overflow;
import dev.holdfast.RealtimeClient;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.spi.Transport;
import dev.holdfast.transport.SseTransport;
import dev.holdfast.transport.WebSocketTransport;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast tail}. */
@Command(
        name = "tail",
        description = {
            "Follows a feed and writes each message as a line to standard output.",
            "What happens to the connection, gaps and drops are told on standard error."
        },
        footer = {
            "",
            "Examples:",
            "  holdfast tail https://feed.example.com/events",
            "  holdfast tail --protocol holdfast-json wss://feed.example.com/realtime prices/AAPL news",
            "  holdfast tail --json --resume orders.cursor https://feed.example.com/orders | jq .data"
        })
final class Tail implements Callable<Integer> {
    static final List<String> SCHEMES = List.of("https", "http", "wss", "ws");
    private static final Duration REPLY = Duration.ofSeconds(30);

    private final Surroundings around;

    @Mixin
    private final Connecting connecting = new Connecting();

    @Parameters(
            index = "0",
            paramLabel = "URL",
            description = "http and https mean Server-Sent Events, ws and wss WebSocket.")
    private String url = "";

    @Parameters(
            index = "1..*",
            paramLabel = "TOPIC",
            description = "What to subscribe to; none means the feed at the URL itself.")
    private List<String> topics = new ArrayList<>();

    @Option(
            names = {"-p", "--protocol"},
            paramLabel = "NAME",
            defaultValue = Protocols.PLAIN,
            completionCandidates = Protocols.Names.class,
            description = "How topics and messages are written: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private String protocol = Protocols.PLAIN;

    @Option(
            names = "--transport",
            paramLabel = "NAME",
            description = "sse or websocket, where the URL's scheme does not say it.")
    private @Nullable String transport;

    @Option(names = "--subprotocol", paramLabel = "NAME", description = "Offers a WebSocket subprotocol.")
    private @Nullable String subprotocol;

    @Option(
            names = "--subscribe",
            paramLabel = "JSON",
            description = "What --protocol json sends to subscribe; {topic} and {topics} in it are filled in.")
    private @Nullable String subscribe;

    @Option(
            names = "--data",
            paramLabel = "BODY",
            description = "Asks for the event stream by POST with this body instead of by GET.")
    private @Nullable String data;

    @Option(
            names = "--content-type",
            paramLabel = "TYPE",
            defaultValue = "application/json",
            description = "The content type of --data. Default: ${DEFAULT-VALUE}.")
    private String contentType = "application/json";

    @Option(
            names = "--json",
            description = "Writes NDJSON: time, topic, id, type, and data where the payload is JSON, otherwise text.")
    private boolean json;

    @Option(
            names = "--resume",
            paramLabel = "FILE",
            description =
                    "Goes on behind the position in FILE, and keeps it there: after each line, once it is written.")
    private @Nullable Path resume;

    @Option(
            names = "--since",
            paramLabel = "CURSOR",
            description = "Begins behind this position; with --resume only where FILE has none.")
    private @Nullable String since;

    @Option(
            names = {"-n", "--max"},
            paramLabel = "N",
            description = "Ends after N messages.")
    private @Nullable Long max;

    @Option(
            names = "--until",
            paramLabel = "TYPE",
            description = "Ends after a message of this event type, such as complete.")
    private @Nullable String until;

    @Option(names = "--no-reconnect", description = "Ends with the first connection instead of dialling again.")
    private boolean noReconnect;

    @Option(
            names = "--give-up",
            paramLabel = "TIME",
            converter = Spans.class,
            description = "Ends after so long without a connection (500ms, 20s, 2m, 1h). Default: never.")
    private @Nullable Duration giveUp;

    @Option(
            names = "--overflow",
            paramLabel = "POLICY",
            defaultValue = "block",
            description =
                    "When the reader of the output falls behind: block (the server waits), drop-oldest, drop-newest"
                            + " or fail. Default: ${DEFAULT-VALUE}.")
    private String overflow = "block";

    @Option(
            names = "--stats",
            description = "Says at the end how many messages, reconnects, gaps and drops there were.")
    private boolean stats;

    Tail(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        URI uri = connecting.prepare(url, around.screen(), SCHEMES);
        if (max != null && max < 1) throw Failure.usage("--max must be at least 1");
        if (since != null && (since.isEmpty() || since.chars().anyMatch(Character::isISOControl))) {
            throw Failure.usage("--since is a position that a feed gave, as --json shows it as id: that is none");
        }
        RealtimeClient.Builder builder;
        List<SubscriptionOptions<String>> requests = new ArrayList<>();
        try {
            builder = connecting
                    .client(url, around, REPLY)
                    .protocol(Protocols.named(protocol, subprotocol, subscribe, topics));
            if (transport != null) builder.transport(transport(transport));
            for (String topic : subscribed()) requests.add(request(topic, uri));
        } catch (IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        }
        TailRun.Ends ends = new TailRun.Ends(max == null ? Long.MAX_VALUE : max, until, noReconnect, giveUp);
        Lines lines = new Lines(around.screen(), json, requests.size() > 1);
        try (CursorFile cursors = resume == null ? null : CursorFile.open(resume, since)) {
            if (cursors != null) builder.cursorStore(cursors);
            TailRun.Keeping keeping =
                    new TailRun.Keeping(cursors != null, () -> cursors == null || cursors.settle(), TailRun.PATIENCE);
            return new TailRun(around, lines, ends, stats, keeping).run(builder, requests);
        }
    }

    /** With a frame of the user's own there is one subscription, whatever it asks for. */
    private List<String> subscribed() {
        return topics.isEmpty() || protocol.equals(Protocols.JSON) ? List.of("") : topics;
    }

    private SubscriptionOptions<String> request(String topic, URI uri) {
        SubscriptionOptions<String> options = SubscriptionOptions.text(topic).withOverflow(overflow());
        if (since != null && resume == null) options = options.withCursor(since);
        if (data == null) return options;
        if (String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT).startsWith("ws")) {
            throw Failure.usage("--data is the body of a request for an event stream: give an http or https URL");
        }
        return options.withBody("POST", data.getBytes(StandardCharsets.UTF_8), contentType);
    }

    private Overflow overflow() {
        return switch (overflow) {
            case "block" -> Overflow.block();
            case "drop-oldest" -> Overflow.dropOldest();
            case "drop-newest" -> Overflow.dropNewest();
            case "fail" -> Overflow.fail();
            default -> throw Failure.usage("--overflow is block, drop-oldest, drop-newest or fail");
        };
    }

    static Transport transport(String name) {
        return switch (name) {
            case "sse" -> SseTransport.create();
            case "websocket" -> WebSocketTransport.create();
            default -> throw Failure.usage("--transport is sse or websocket");
        };
    }
}
