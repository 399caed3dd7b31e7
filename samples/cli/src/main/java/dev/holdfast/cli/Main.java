package dev.holdfast.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The entry point of the program. */
public final class Main {
    private Main() {}

    /** Runs a command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        // OkHttp's log lines would mix with this program's output.
        Logger.getLogger("").setLevel(Level.OFF);
        Map<String, String> environment = System.getenv();
        Screen screen = new Screen(
                Output.ofThisProcess(),
                new PrintStream(new FileOutputStream(FileDescriptor.err), false, UTF_8),
                Terminals.ofThisProcess(environment));
        System.exit(Holdfast.run(
                new Surroundings(
                        screen, System.in, environment, System.getProperties(), InstantSource.system(), Hooks.ofJvm()),
                arguments));
    }
}
