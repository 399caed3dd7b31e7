package dev.holdfast.cli;

import java.util.Objects;

/** An error that ends a command with a message for the user and an exit code. */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int code;

    /** Creates a failure. The message must not contain a secret. */
    public Failure(int code, String sentence) {
        super(Objects.requireNonNull(sentence, "sentence"));
        this.code = code;
    }

    /** Returns a failure for an invalid command line. */
    public static Failure usage(String sentence) {
        return new Failure(ExitCode.USAGE, sentence);
    }

    /** Returns a failure without a message. */
    static Failure silent(int code) {
        return new Failure(code, "");
    }

    int code() {
        return code;
    }

    /** Returns the message, empty if nothing is printed. */
    String sentence() {
        return Objects.requireNonNull(getMessage());
    }
}
