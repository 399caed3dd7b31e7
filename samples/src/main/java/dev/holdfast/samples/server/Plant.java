package dev.holdfast.samples.server;

/** The deliberate faults of the server, each occurring once, to prove that the comparison finds them. */
public enum Plant {
    /** No fault. */
    NOTHING,
    /** One message is in the ledger but never sent. */
    LOSS,
    /** One payload is sent twice with two ids, so that deduplication by id cannot hide it. */
    DUPLICATE
}
