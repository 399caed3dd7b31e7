package dev.holdfast.reference.feed;

/** The store cannot be asked now. */
public final class UnavailableException extends Exception {
    private static final long serialVersionUID = 1;

    private static final String TEXT = "The history cannot be reached";

    /** It is known already. */
    public UnavailableException() {
        super(TEXT);
    }

    /** With what the store's client said. */
    public UnavailableException(Throwable cause) {
        super(TEXT, cause);
    }
}
