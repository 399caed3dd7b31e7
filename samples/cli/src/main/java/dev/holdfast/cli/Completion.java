package dev.holdfast.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code holdfast completion}. */
@Command(
        name = "completion",
        description = "Writes a script that completes holdfast's arguments.",
        footer = {
            "",
            "bash:  source <(holdfast completion bash)",
            "zsh:   source <(holdfast completion zsh)",
            "To have it in every shell, put that line into ~/.bashrc or ~/.zshrc."
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
                            // The script of bash, for whose way of completing zsh has an adapter.
                            case "zsh" ->
                                "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n"
                                        + script;
                            default -> throw Failure.usage("There is completion for bash and zsh");
                        });
        return ExitCode.DONE;
    }
}
