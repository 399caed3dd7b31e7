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

/** The command {@code holdfast tail}. */
@Command(
        name = "tail",
        description = {
            "Follows a feed and writes each message as a line to standard output.",
            "Connection events, gaps and drops are reported on standard error."
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
            description = "The URL of the feed: http and https select Server-Sent Events, ws and wss WebSocket.")
    private String url = "";

    @Parameters(
            index = "1..*",
            paramLabel = "TOPIC",
            description = "The topics to subscribe to. Default: the feed at the URL itself.")
    private List<String> topics = new ArrayList<>();

    @Option(
            names = {"-p", "--protocol"},
            paramLabel = "NAME",
            defaultValue = Protocols.PLAIN,
            completionCandidates = Protocols.Names.class,
            description = "The wire protocol: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private String protocol = Protocols.PLAIN;

    @Option(
            names = "--transport",
            paramLabel = "NAME",
            description = "The transport, sse or websocket. Default: according to the URL's scheme.")
    private @Nullable String transport;

    @Option(names = "--subprotocol", paramLabel = "NAME", description = "Offer a WebSocket subprotocol.")
    private @Nullable String subprotocol;

    @Option(
            names = "--subscribe",
            paramLabel = "JSON",
            description = "The frame that --protocol json sends to subscribe. {topic} and {topics} are replaced.")
    private @Nullable String subscribe;

    @Option(
            names = "--data",
            paramLabel = "BODY",
            description = "Request the event stream with POST and this body instead of GET.")
    private @Nullable String data;

    @Option(
            names = "--content-type",
            paramLabel = "TYPE",
            defaultValue = "application/json",
            description = "The content type of --data. Default: ${DEFAULT-VALUE}.")
    private String contentType = "application/json";

    @Option(
            names = "--json",
            description = "Write NDJSON: time, topic, id, type, and data if the payload is JSON, otherwise text.")
    private boolean json;

    @Option(
            names = "--resume",
            paramLabel = "FILE",
            description = "Resume after the cursor in FILE, and save the cursor there after each line is written.")
    private @Nullable Path resume;

    @Option(
            names = "--since",
            paramLabel = "CURSOR",
            description = "Start after this cursor; with --resume only if FILE has none.")
    private @Nullable String since;

    @Option(
            names = {"-n", "--max"},
            paramLabel = "N",
            description = "Exit after N messages.")
    private @Nullable Long max;

    @Option(
            names = "--until",
            paramLabel = "TYPE",
            description = "Exit after a message of this event type, for example complete.")
    private @Nullable String until;

    @Option(names = "--no-reconnect", description = "Exit when the first connection ends instead of reconnecting.")
    private boolean noReconnect;

    @Option(
            names = "--give-up",
            paramLabel = "TIME",
            converter = Spans.class,
            description = "Exit after TIME without a connection (500ms, 20s, 2m, 1h). Default: never.")
    private @Nullable Duration giveUp;

    @Option(
            names = "--overflow",
            paramLabel = "POLICY",
            defaultValue = "block",
            description =
                    "What to do when the output is read too slowly: block (the server waits), drop-oldest, drop-newest"
                            + " or fail. Default: ${DEFAULT-VALUE}.")
    private String overflow = "block";

    @Option(names = "--stats", description = "Print the number of messages, reconnects, gaps and drops at the end.")
    private boolean stats;

    Tail(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        URI uri = connecting.prepare(url, around.screen(), SCHEMES);
        if (max != null && max < 1) throw Failure.usage("--max must be at least 1");
        if (since != null && (since.isEmpty() || since.chars().anyMatch(Character::isISOControl))) {
            throw Failure.usage("--since must be a cursor from the feed, as shown by --json as id");
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

    /** Returns the topics to subscribe to. A user-defined frame always has a single subscription. */
    private List<String> subscribed() {
        return topics.isEmpty() || protocol.equals(Protocols.JSON) ? List.of("") : topics;
    }

    private SubscriptionOptions<String> request(String topic, URI uri) {
        SubscriptionOptions<String> options = SubscriptionOptions.text(topic).withOverflow(overflow());
        if (since != null && resume == null) options = options.withCursor(since);
        if (data == null) return options;
        if (String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT).startsWith("ws")) {
            throw Failure.usage("--data is the body of an event stream request: use an http or https URL");
        }
        return options.withBody("POST", data.getBytes(StandardCharsets.UTF_8), contentType);
    }

    private Overflow overflow() {
        return switch (overflow) {
            case "block" -> Overflow.block();
            case "drop-oldest" -> Overflow.dropOldest();
            case "drop-newest" -> Overflow.dropNewest();
            case "fail" -> Overflow.fail();
            default -> throw Failure.usage("--overflow must be block, drop-oldest, drop-newest or fail");
        };
    }

    static Transport transport(String name) {
        return switch (name) {
            case "sse" -> SseTransport.create();
            case "websocket" -> WebSocketTransport.create();
            default -> throw Failure.usage("--transport must be sse or websocket");
        };
    }
}
