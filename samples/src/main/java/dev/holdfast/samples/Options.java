package dev.holdfast.samples;

import dev.holdfast.samples.server.Plant;

/** The command-line options of the demo. Not changed after parsing. */
final class Options {
    /** The limit on a run with a comparison, within the capacity of the server's ledger. */
    private static final int MOST_SECONDS = 3600;

    static final String USAGE = """
            Publishes live data of this machine on 127.0.0.1, breaks the connections from time to time,
            and shows how a Holdfast client recovers.

              --transport sse|ws      Server-Sent Events or WebSocket (default: ws)
              --seconds N             stop after N seconds and compare published and received
                                      messages: exit 1 if any was lost or duplicated
                                      (default: run until Ctrl-C without a comparison)
              --seed N                seed for the order of disconnects
              --calm                  do not break connections
              --plant loss|duplicate  make the server lose or duplicate a message, to test the comparison
              --plain                 print a line per event (default without a terminal)
              --help                  show this help
            """;

    /** The duration in seconds; 0 runs until interrupted. */
    int seconds;

    /** True for SSE instead of WebSocket. */
    boolean sse;

    /** True for output without colours and cursor movement. */
    boolean plain;

    /** The seed for the server's disconnects. */
    long seed = 1;

    /** True if the server breaks no connections. */
    boolean calm;

    /** The fault that the comparison must find. */
    Plant plant = Plant.NOTHING;

    /** True to print the help. */
    boolean help;

    /**
     * Parses the command line.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    static Options parse(String... args) {
        Options options = new Options();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--help" -> options.help = true;
                case "--calm" -> options.calm = true;
                case "--plain" -> options.plain = true;
                case "--transport" -> options.sse = isSecond(args, i++, "ws", "sse");
                case "--plant" ->
                    options.plant = isSecond(args, i++, "loss", "duplicate") ? Plant.DUPLICATE : Plant.LOSS;
                case "--seed" -> options.seed = number(args, i++, Integer.MIN_VALUE, Integer.MAX_VALUE);
                case "--seconds" -> options.seconds = number(args, i++, 1, MOST_SECONDS);
                default -> throw new IllegalArgumentException("Unknown option " + args[i] + ": see --help.");
            }
        }
        if (options.plant != Plant.NOTHING && options.seconds == 0) {
            throw new IllegalArgumentException("--plant requires --seconds, since the comparison runs at the end.");
        }
        return options;
    }

    private static boolean isSecond(String[] args, int option, String first, String second) {
        String value = value(args, option);
        if (value.equals(first) || value.equals(second)) return value.equals(second);
        throw new IllegalArgumentException(args[option] + " must be " + first + " or " + second + ".");
    }

    private static int number(String[] args, int option, int least, int most) {
        try {
            int number = Integer.parseInt(value(args, option));
            if (number >= least && number <= most) return number;
        } catch (NumberFormatException e) {
            // Reported below.
        }
        throw new IllegalArgumentException(args[option] + " must be an integer from " + least + " to " + most + ".");
    }

    private static String value(String[] args, int option) {
        return option + 1 < args.length ? args[option + 1] : "";
    }
}
