package dev.holdfast.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The command {@code holdfast completion}. */
@Command(
        name = "completion",
        description = "Prints a script that completes holdfast's arguments.",
        footer = {
            "",
            "bash:  source <(holdfast completion bash)",
            "zsh:   source <(holdfast completion zsh)",
            "To enable it in every shell, add that line to ~/.bashrc or ~/.zshrc."
        })
final class Completion implements Callable<Integer> {
    private final Surroundings around;

    @Parameters(index = "0", paramLabel = "SHELL", description = "bash or zsh.")
    private String shell = "";

    Completion(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        String script = AutoComplete.bash("holdfast", Holdfast.commandLine(around));
        around.screen()
                .line(
                        switch (shell) {
                            case "bash" -> script;
                            // The bash script, run through zsh's adapter for bash completion.
                            case "zsh" ->
                                "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n"
                                        + script;
                            default -> throw Failure.usage("SHELL must be bash or zsh");
                        });
        return ExitCode.DONE;
    }
}
