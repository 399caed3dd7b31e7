package dev.holdfast.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command itself, which has others do the work. */
@Command(
        name = "holdfast",
        description = "Realtime feeds over WebSocket and Server-Sent Events, on the command line.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "  0:did what was asked",
            "  1:the feed ended for good, refused, or was not reached",
            "  2:the command line makes no sense",
            "  3:the server does not know who we are, or does not let us (401, 403, 407)",
            "  4:doctor found trouble",
            " 70:a fault of this program",
            " 74:a file or standard output could not be read or written",
            "130:ended by Ctrl-C",
            "141:the reader of standard output has gone"
        })
public final class Holdfast {
    private Holdfast() {}

    /** All commands. */
    static CommandLine commandLine(Surroundings around) {
        CommandLine line = new CommandLine(new Holdfast());
        line.addSubcommand(new Tail(around));
        line.addSubcommand(new Publish(around));
        line.addSubcommand(new Probe(around));
        line.addSubcommand(new Doctor(around));
        line.addSubcommand(new Completion(around));
        UsageMessageSpec usage = line.getCommandSpec().usageMessage();
        for (CommandLine each : line.getSubcommands().values()) {
            each.getCommandSpec()
                    .usageMessage()
                    .exitCodeListHeading(usage.exitCodeListHeading())
                    .exitCodeList(usage.exitCodeList());
        }
        // A topic or a message may begin with an @, and then names no file.
        line.setExpandAtFiles(false);
        dress(line);
        line.getSubcommands().values().forEach(Holdfast::dress);
        boolean colour =
                around.screen().terminals().out() && around.screen().terminals().colour();
        line.setColorScheme(CommandLine.Help.defaultColorScheme(colour ? Ansi.ON : Ansi.OFF));
        return line;
    }

    private static void dress(CommandLine line) {
        line.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(new Version());
        line.getCommandSpec().usageMessage().sortOptions(false).abbreviateSynopsis(true);
    }

    /** Runs what the arguments ask for; answers the exit code. */
    public static int run(Surroundings around, String... arguments) {
        Screen screen = around.screen();
        CommandLine line = commandLine(around);
        line.setOut(screen.outWriter());
        line.setErr(screen.errWriter());
        line.setParameterExceptionHandler((e, given) -> wrong(screen, e));
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            if (e instanceof Failure failure) {
                screen.tell(failure);
                return failure.code();
            }
            screen.tell(Screen.Tone.ERROR, "a fault of this program, please report it: " + e);
            return ExitCode.FAULT;
        });
        int code = line.execute(arguments);
        // Help and version go where nobody looks whether they arrive.
        Failure unsaid = screen.unsaid();
        if (unsaid == null) return code;
        screen.tell(unsaid);
        return unsaid.code();
    }

    private static int wrong(Screen screen, ParameterException e) {
        screen.tell(Screen.Tone.ERROR, sentence(e));
        String name = e.getCommandLine().getCommandSpec().qualifiedName();
        screen.tell(Screen.Tone.ERROR, "'" + name + " --help' lists what can be said");
        return ExitCode.USAGE;
    }

    /** What is too much may be a secret that lost its option or its quotes: it is not repeated. */
    private static String sentence(ParameterException e) {
        if (!(e instanceof UnmatchedArgumentException unmatched)) return String.valueOf(e.getMessage());
        List<String> words = unmatched.getUnmatched();
        if (unmatched.isUnknownOption())
            return "there is no option " + words.get(0).replaceFirst("=.*", "") + "; what follows -- is none";
        return words.size() + (words.size() == 1 ? " argument is" : " arguments are")
                + " too many: put quotes around what has spaces in it";
    }

    private static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Holdfast.class.getPackage().getImplementationVersion();
            return new String[] {"holdfast " + (version == null ? "(not packaged)" : version)};
        }
    }
}
