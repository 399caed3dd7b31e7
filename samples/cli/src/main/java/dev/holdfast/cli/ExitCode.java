package dev.holdfast.cli;

/** The exit codes, the same for every command. {@code docs/cli.md} lists them. */
public final class ExitCode {
    /** Success. */
    public static final int DONE = 0;
    /** The feed ended permanently, refused the request, or could not be reached in the time given. */
    public static final int FAILED = 1;
    /** The command line is invalid. */
    public static final int USAGE = 2;
    /** Authentication or authorization failed. */
    public static final int REFUSED = 3;
    /** {@code doctor} found trouble. */
    public static final int TROUBLE = 4;
    /** An internal error of this program. */
    public static final int FAULT = 70;
    /** A file or standard output could not be read or written. */
    public static final int INPUT_OUTPUT = 74;
    /** Interrupted with Ctrl-C. The JVM itself sets this code. */
    public static final int INTERRUPTED = 130;
    /** The reader of standard output closed it. A shell shows the same code for SIGPIPE. */
    public static final int BROKEN_PIPE = 141;

    private ExitCode() {}
}
