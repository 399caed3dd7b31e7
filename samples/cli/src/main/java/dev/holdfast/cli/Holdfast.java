package dev.holdfast.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The top-level command and its subcommands. */
@Command(
        name = "holdfast",
        description = "A command-line client of realtime feeds over WebSocket and Server-Sent Events.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "  0:success",
            "  1:the feed ended permanently, refused the request, or could not be reached",
            "  2:invalid command line",
            "  3:authentication or authorization failed (401, 403, 407)",
            "  4:doctor found trouble",
            " 70:internal error of this program",
            " 74:a file or standard output could not be read or written",
            "130:interrupted by Ctrl-C",
            "141:the reader of standard output closed it"
        })
public final class Holdfast {
    private Holdfast() {}

    /** Returns the command line with all commands. */
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
        // A topic or a message may start with an @ that does not refer to a file.
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

    /** Runs the command given by the arguments and returns the exit code. */
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
            screen.tell(Screen.Tone.ERROR, "internal error, please report it: " + e);
            return ExitCode.FAULT;
        });
        int code = line.execute(arguments);
        // Picocli ignores write errors of help and version output.
        Failure unsaid = screen.unsaid();
        if (unsaid == null) return code;
        screen.tell(unsaid);
        return unsaid.code();
    }

    private static int wrong(Screen screen, ParameterException e) {
        screen.tell(Screen.Tone.ERROR, sentence(e));
        String name = e.getCommandLine().getCommandSpec().qualifiedName();
        screen.tell(Screen.Tone.ERROR, "'" + name + " --help' lists all options");
        return ExitCode.USAGE;
    }

    /** Formats a parse error without surplus arguments, which may be secrets that lost their option or quotes. */
    private static String sentence(ParameterException e) {
        if (!(e instanceof UnmatchedArgumentException unmatched)) return String.valueOf(e.getMessage());
        List<String> words = unmatched.getUnmatched();
        if (unmatched.isUnknownOption())
            return "unknown option " + words.get(0).replaceFirst("=.*", "")
                    + "; use -- before arguments that start with -";
        return words.size() + (words.size() == 1 ? " unexpected argument" : " unexpected arguments")
                + ": quote arguments that contain spaces";
    }

    private static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Holdfast.class.getPackage().getImplementationVersion();
            return new String[] {"holdfast " + (version == null ? "(not packaged)" : version)};
        }
    }
}
