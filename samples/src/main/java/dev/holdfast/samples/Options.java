package dev.holdfast.samples;

import dev.holdfast.samples.server.Plant;

/** What the demo was asked for. Read once, changed by nobody after. */
final class Options {
    /** A run that is compared at its end is no longer than the server's ledger. */
    private static final int MOST_SECONDS = 3600;

    static final String USAGE = """
            Publishes this machine's own live data on 127.0.0.1, cuts the connections now and then,
            and shows how a Holdfast client takes it.

              --transport sse|ws      Server-Sent Events or WebSocket (ws unless said)
              --seconds N             end after N seconds and compare what was published with what
                                      was heard: exit 1 if anything was lost or doubled
                                      (without it: until Ctrl-C, and nothing is compared)
              --seed N                another order of cuts
              --calm                  no cuts
              --plant loss|duplicate  have the server commit a fault, to see it found
              --plain                 a line for each event; so it is where there is no terminal
              --help                  this
            """;

    /** How long it runs; 0 until it is interrupted. */
    int seconds;

    /** Over SSE rather than WebSocket. */
    boolean sse;

    /** Without colours and cursor movement. */
    boolean plain;

    /** Of the server's cuts. */
    long seed = 1;

    /** No cuts. */
    boolean calm;

    /** A fault for the comparison to find. */
    Plant plant = Plant.NOTHING;

    /** Only say what can be asked for. */
    boolean help;

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException with a sentence for people
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
                default ->
                    throw new IllegalArgumentException(
                            "There is no option " + args[i] + ": --help says which there are.");
            }
        }
        if (options.plant != Plant.NOTHING && options.seconds == 0) {
            throw new IllegalArgumentException("--plant is found at the end of a run: add --seconds.");
        }
        return options;
    }

    private static boolean isSecond(String[] args, int option, String first, String second) {
        String value = value(args, option);
        if (value.equals(first) || value.equals(second)) return value.equals(second);
        throw new IllegalArgumentException(args[option] + " takes " + first + " or " + second + ".");
    }

    private static int number(String[] args, int option, int least, int most) {
        try {
            int number = Integer.parseInt(value(args, option));
            if (number >= least && number <= most) return number;
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException(args[option] + " takes a whole number from " + least + " to " + most + ".");
    }

    private static String value(String[] args, int option) {
        return option + 1 < args.length ? args[option + 1] : "";
    }
}
