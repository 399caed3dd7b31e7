package dev.holdfast.cli;

/** What a run comes to, for scripts. The same for every command; {@code docs/cli.md} lists them. */
public final class ExitCode {
    /** It did what was asked. */
    public static final int DONE = 0;
    /** The feed ended for good, refused, or could not be reached in the time given. */
    public static final int FAILED = 1;
    /** The command line makes no sense. */
    public static final int USAGE = 2;
    /** The server does not know who we are, or does not let us. */
    public static final int REFUSED = 3;
    /** {@code doctor} found trouble. */
    public static final int TROUBLE = 4;
    /** A fault of this program. */
    public static final int FAULT = 70;
    /** A file or standard output could not be read or written. */
    public static final int INPUT_OUTPUT = 74;
    /** Interrupted with Ctrl-C; the JVM itself says so. */
    public static final int INTERRUPTED = 130;
    /** Whoever read standard output has gone: what a shell shows for SIGPIPE. */
    public static final int BROKEN_PIPE = 141;

    private ExitCode() {}
}
