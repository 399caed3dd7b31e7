package dev.holdfast.cli;

import dev.holdfast.cli.doctor.Checkup;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast doctor}. */
@Command(
        name = "doctor",
        description = {
            "Looks for what is between this machine and a feed: name resolution, proxies, TLS, a captive portal, a wrong"
                    + " clock. Says of each trouble what to do.",
            "Without a URL it looks at this machine's settings only."
        },
        footer = {"", "Example:", "  holdfast doctor https://feed.example.com/events"})
final class Doctor implements Callable<Integer> {
    private final Surroundings around;

    @Mixin
    private final Connecting connecting = new Connecting();

    @Parameters(index = "0", arity = "0..1", paramLabel = "URL", description = "Where the feed is.")
    private @Nullable String url;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "5s",
            converter = Spans.class,
            description = "How long each look may take. Default: ${DEFAULT-VALUE}.")
    private Duration timeout = Duration.ofSeconds(5);

    @Option(
            names = "--portal-check",
            paramLabel = "URL",
            description = "Also asks this address, which answers 204 to who is not held by a captive portal. No address"
                    + " but the feed's is asked unless one is given.")
    private @Nullable String portalCheck;

    @Option(names = "--json", description = "Writes NDJSON: finding, verdict, evidence, advice.")
    private boolean json;

    Doctor(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws InterruptedException {
        URI uri = url == null ? null : connecting.prepare(url, around.screen(), Tail.SCHEMES);
        URI portal = portalCheck == null ? null : connecting.prepare(portalCheck, around.screen(), List.of("http"));
        Checkup checkup = new Checkup(around, connecting, timeout);
        List<Finding> findings = checkup.look(uri, portal);
        Finding.write(findings, around.screen(), json);
        boolean trouble = findings.stream().anyMatch(finding -> finding.verdict() == Finding.Verdict.TROUBLE);
        return trouble ? ExitCode.TROUBLE : ExitCode.DONE;
    }
}
