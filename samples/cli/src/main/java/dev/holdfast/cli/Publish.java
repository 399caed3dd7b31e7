package dev.holdfast.cli;

import com.google.gson.JsonElement;
import dev.holdfast.PublishGuarantee;
import dev.holdfast.RealtimeClient;
import dev.holdfast.protocol.HoldfastJson;
import dev.holdfast.transport.WebSocketTransport;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code holdfast publish}. */
@Command(
        name = "publish",
        description = {
            "Publishes messages over WebSocket with the protocol holdfast-json.",
            "Without MESSAGE, each line of standard input is a message. Each confirmed message produces one"
                    + " output line with its topic and id."
        },
        footer = {
            "",
            "Examples:",
            "  holdfast publish wss://feed.example.com/realtime chat 'hello'",
            "  jq -c .data kept.ndjson | holdfast publish --json wss://feed.example.com/realtime orders"
        })
final class Publish implements Callable<Integer> {
    private final Surroundings around;

    @Mixin
    private final Connecting connecting = new Connecting();

    @Parameters(index = "0", paramLabel = "URL", description = "The URL of the feed.")
    private String url = "";

    @Parameters(index = "1", paramLabel = "TOPIC", description = "The topic to publish to.")
    private String topic = "";

    @Parameters(index = "2", arity = "0..1", paramLabel = "MESSAGE", description = "The message to publish.")
    private @Nullable String message;

    @Option(names = "--json", description = "Read messages as JSON instead of text, and write receipts as NDJSON.")
    private boolean json;

    @Option(
            names = "--resend",
            description =
                    "Resend messages without a receipt after a disconnect: at least once instead of at most once.")
    private boolean resend;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = Spans.class,
            description = "The timeout of a receipt, including connecting. Default: ${DEFAULT-VALUE}.")
    private Duration timeout = Duration.ofSeconds(30);

    Publish(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        connecting.prepare(url, around.screen(), Tail.SCHEMES);
        if (message != null) data(message, 1); // reject it before connecting
        RealtimeClient client;
        try {
            client = connecting
                    .client(url, around, timeout)
                    .protocol(HoldfastJson.create())
                    .transport(WebSocketTransport.create())
                    .publishGuarantee(resend ? PublishGuarantee.AT_LEAST_ONCE : PublishGuarantee.AT_MOST_ONCE)
                    .build();
        } catch (IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        }
        Receipts receipts = new Receipts(around.screen(), json, timeout);
        try (client) {
            if (message == null) publishLines(receipts, client);
            else publish(receipts, client);
            return receipts.tell();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED;
        }
    }

    private void publish(Receipts receipts, RealtimeClient client) throws InterruptedException {
        Object data = data(Objects.requireNonNull(message), 1);
        receipts.publish(() -> client.publish(topic, data));
        receipts.end(null);
    }

    /** Publishes lines on a separate thread, which may block on input without delaying the output of receipts. */
    private void publishLines(Receipts receipts, RealtimeClient client) {
        Thread reader = new Thread(() -> receipts.end(publishEach(new InputLines(around.in()), receipts, client)));
        reader.setName("holdfast-input");
        reader.setDaemon(true);
        reader.start();
    }

    /** Publishes each line. Returns the failure that stopped it, or null at the end of input. */
    private @Nullable Failure publishEach(InputLines lines, Receipts receipts, RealtimeClient client) {
        try {
            for (String line = lines.next(); line != null; line = lines.next()) {
                Object data = data(line, lines.number());
                if (!receipts.publish(() -> client.publish(topic, data))) return null;
            }
            return null;
        } catch (Failure e) {
            return e;
        } catch (IOException e) {
            return new Failure(ExitCode.INPUT_OUTPUT, "Cannot read standard input: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Failure.silent(ExitCode.INTERRUPTED);
        } catch (RuntimeException e) { // otherwise the thread that prints receipts would wait forever
            return new Failure(ExitCode.FAULT, "internal error, please report it: " + e);
        }
    }

    private Object data(String text, int line) {
        if (!json) return text;
        JsonElement element = Lines.parse(text);
        if (element == null) {
            String which = message != null ? "The message" : "Line " + line;
            throw Failure.usage(which + " is not JSON; without --json it is published as text");
        }
        return element;
    }
}
