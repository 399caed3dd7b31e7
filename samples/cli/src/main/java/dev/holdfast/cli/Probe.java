package dev.holdfast.cli;

import dev.holdfast.cli.probe.Prober;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code holdfast probe}. */
@Command(
        name = "probe",
        description = {
            "Detects what a feed and the proxies before it support: transports, protocols, buffering, compression,"
                    + " heartbeats, resume. Each verdict has its evidence; an undecided one is 'could not tell'.",
            "It only reads and publishes nothing."
        },
        footer = {"", "Example:", "  holdfast probe --timeout 1m https://feed.example.com/events"})
final class Probe implements Callable<Integer> {
    private final Surroundings around;

    @Mixin
    private final Connecting connecting = new Connecting();

    @Parameters(index = "0", paramLabel = "URL", description = "The URL of the feed. http and ws are equivalent here.")
    private String url = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "TOPIC", description = "A topic to subscribe to.")
    private @Nullable String topic;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = Spans.class,
            description = "The maximum duration; detecting slow heartbeats takes longer. Default: ${DEFAULT-VALUE}.")
    private Duration timeout = Duration.ofSeconds(30);

    @Option(names = "--json", description = "Write NDJSON: finding, verdict, evidence, advice.")
    private boolean json;

    Probe(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws InterruptedException {
        URI uri = connecting.prepare(url, around.screen(), Tail.SCHEMES);
        if (topic != null && topic.matches("/.*|(.*/)?\\.\\.?(/.*)?")) {
            throw Failure.usage("The topic must not start with a slash or contain '.' or '..' segments");
        }
        Screen screen = around.screen();
        screen.tell(Screen.Tone.NOTE, "probing for at most " + Spans.text(timeout));
        Prober prober = new Prober(connecting.http(around), connecting.allHeaders(), timeout);
        Prober.Report report = prober.probe(uri.toString(), topic);
        List<Finding> findings = report.findings();
        Finding.write(findings, screen, json);
        return report.works() ? ExitCode.DONE : report.refused() ? ExitCode.REFUSED : ExitCode.FAILED;
    }
}
