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

/** The command {@code holdfast doctor}. */
@Command(
        name = "doctor",
        description = {
            "Checks the path between this machine and a feed: name resolution, proxies, TLS, a captive portal, a wrong"
                    + " clock. Each problem comes with advice.",
            "Without a URL, it checks only this machine's settings."
        },
        footer = {"", "Example:", "  holdfast doctor https://feed.example.com/events"})
final class Doctor implements Callable<Integer> {
    private final Surroundings around;

    @Mixin
    private final Connecting connecting = new Connecting();

    @Parameters(index = "0", arity = "0..1", paramLabel = "URL", description = "The URL of the feed.")
    private @Nullable String url;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "5s",
            converter = Spans.class,
            description = "The timeout of each check. Default: ${DEFAULT-VALUE}.")
    private Duration timeout = Duration.ofSeconds(5);

    @Option(
            names = "--portal-check",
            paramLabel = "URL",
            description = "Also request this URL, which must answer 204 unless a captive portal intercepts it. Without"
                    + " this option, only the feed's host is contacted.")
    private @Nullable String portalCheck;

    @Option(names = "--json", description = "Write NDJSON: finding, verdict, evidence, advice.")
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
