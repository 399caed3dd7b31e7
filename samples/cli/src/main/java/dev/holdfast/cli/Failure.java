package dev.holdfast.cli;

import java.util.Objects;

/** Ends a command with a sentence for its user and an exit code. */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int code;

    /** The sentence must hold no secret. */
    public Failure(int code, String sentence) {
        super(Objects.requireNonNull(sentence, "sentence"));
        this.code = code;
    }

    /** A command line that makes no sense. */
    public static Failure usage(String sentence) {
        return new Failure(ExitCode.USAGE, sentence);
    }

    /** An end of which nothing is said. */
    static Failure silent(int code) {
        return new Failure(code, "");
    }

    int code() {
        return code;
    }

    /** Empty where nothing is to be said. */
    String sentence() {
        return Objects.requireNonNull(getMessage());
    }
}
