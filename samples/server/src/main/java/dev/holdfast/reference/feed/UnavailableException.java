package dev.holdfast.reference.feed;

/** The store cannot be asked now. */
public final class UnavailableException extends Exception {
    private static final long serialVersionUID = 1;

    /** With what the store's client said. */
    public UnavailableException(Throwable cause) {
        super("The history cannot be reached", cause);
    }
}
