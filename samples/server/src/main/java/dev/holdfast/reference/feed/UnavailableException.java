package dev.holdfast.reference.feed;

/** An exception that reports an unavailable store. */
public final class UnavailableException extends Exception {
    private static final long serialVersionUID = 1;

    private static final String TEXT = "The history cannot be reached";

    /** Creates an exception without a cause, for a store known to be unavailable. */
    public UnavailableException() {
        super(TEXT);
    }

    /** Creates an exception with the error of the store's client. */
    public UnavailableException(Throwable cause) {
        super(TEXT, cause);
    }
}
