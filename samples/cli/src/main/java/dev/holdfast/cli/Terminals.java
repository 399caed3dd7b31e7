package dev.holdfast.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The terminal properties of standard output and standard error.
 *
 * @param out whether standard output is a terminal
 * @param err whether standard error is a terminal
 * @param colour whether the terminal shows colours and they are not disabled
 * @param columns the terminal's width, 80 if unknown
 */
public record Terminals(boolean out, boolean err, boolean colour, int columns) {
    private static final int COLUMNS = 80;
    /** The minimum plausible width. */
    private static final int NARROWEST = 10;

    /** Returns the properties of a process without a terminal. */
    public static Terminals none() {
        return new Terminals(false, false, false, COLUMNS);
    }

    /** Returns the properties of this process, from the launcher or Linux. Java has no API for them. */
    static Terminals ofThisProcess(Map<String, String> environment) {
        String dumb = environment.getOrDefault("TERM", "");
        boolean colour = environment.getOrDefault("NO_COLOR", "").isEmpty() && !dumb.equals("dumb");
        int columns = COLUMNS;
        try {
            int told = Integer.parseInt(environment.getOrDefault("COLUMNS", ""));
            if (told >= NARROWEST) columns = told;
        } catch (NumberFormatException e) {
            // Most shells do not export COLUMNS.
        }
        return new Terminals(isTerminal(1), isTerminal(2), colour, columns);
    }

    private static boolean isTerminal(int descriptor) {
        // Set by the launcher with "test -t".
        String told = System.getProperty("holdfast.terminals");
        if (told != null) return told.contains(Integer.toString(descriptor));
        Path link = Path.of("/proc/self/fd/" + descriptor);
        try {
            String file = Files.readSymbolicLink(link).toString();
            return file.startsWith("/dev/pts/") || file.startsWith("/dev/tty") || file.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false; // no colours is better than colours in a file
        }
    }
}
