package dev.holdfast.samples;

import java.io.Console;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The entry point of the demo. See {@link Options#USAGE}. */
public final class Main {
    private static final int WRONG_OPTIONS = 2;

    private Main() {}

    /** Runs the demo and exits. */
    public static void main(String[] args) throws IOException, InterruptedException {
        System.exit(run(args));
    }

    /** Runs the demo and returns the exit code. */
    static int run(String... args) throws IOException, InterruptedException {
        Options options;
        try {
            options = Options.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return WRONG_OPTIONS;
        }
        if (options.help) {
            System.out.print(Options.USAGE);
            return 0;
        }
        try (Demo demo = new Demo(options, Tempo.watchable())) {
            return run(demo, options);
        }
    }

    private static int run(Demo demo, Options options) throws IOException, InterruptedException {
        Terminal terminal = new Terminal(demo.board(), System.out, options.plain || !onTerminal());
        terminal.start();
        Demo.Report report;
        try {
            demo.start();
            if (!options.sse) demo.askForTheTime();
            if (options.seconds == 0) {
                demo.board().keepNothing();
                new CountDownLatch(1).await();
            }
            TimeUnit.SECONDS.sleep(options.seconds);
            report = demo.finish();
        } finally {
            terminal.stop();
        }
        for (String fault : report.faults()) System.out.println(fault);
        System.out.println(report.summary());
        return report.exitCode();
    }

    /**
     * Returns whether there is a terminal. From JDK 22 on, a console may exist without one and has a method to check.
     */
    @SuppressWarnings("SystemConsoleNull") // null is checked below
    private static boolean onTerminal() {
        Console console = System.console();
        if (console == null) return false;
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
