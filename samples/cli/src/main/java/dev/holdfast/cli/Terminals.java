package dev.holdfast.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Whether standard output and standard error are a terminal, and whether it may be coloured.
 *
 * @param out standard output is one
 * @param err standard error is one
 * @param colour it shows colours, and nobody asked for none
 * @param columns how wide it is, as far as that is known
 */
public record Terminals(boolean out, boolean err, boolean colour, int columns) {
    private static final int COLUMNS = 80;
    /** What is less is no terminal's width. */
    private static final int NARROWEST = 10;

    /** No terminal at all. */
    public static Terminals none() {
        return new Terminals(false, false, false, COLUMNS);
    }

    /** Those of this process, as the launcher or Linux tells; Java itself does not know. */
    static Terminals ofThisProcess(Map<String, String> environment) {
        String dumb = environment.getOrDefault("TERM", "");
        boolean colour = environment.getOrDefault("NO_COLOR", "").isEmpty() && !dumb.equals("dumb");
        int columns = COLUMNS;
        try {
            int told = Integer.parseInt(environment.getOrDefault("COLUMNS", ""));
            if (told >= NARROWEST) columns = told;
        } catch (NumberFormatException e) {
            // Most shells do not say.
        }
        return new Terminals(isTerminal(1), isTerminal(2), colour, columns);
    }

    private static boolean isTerminal(int descriptor) {
        // What the launcher found out with "test -t".
        String told = System.getProperty("holdfast.terminals");
        if (told != null) return told.contains(Integer.toString(descriptor));
        Path link = Path.of("/proc/self/fd/" + descriptor);
        try {
            String file = Files.readSymbolicLink(link).toString();
            return file.startsWith("/dev/pts/") || file.startsWith("/dev/tty") || file.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false; // better too plain than colours in a file
        }
    }
}
