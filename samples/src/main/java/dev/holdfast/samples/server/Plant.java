package dev.holdfast.samples.server;

/** A fault the server commits on purpose, once, to prove that the comparison finds it. */
public enum Plant {
    /** None. */
    NOTHING,
    /** One message is in the ledger and never on the wire. */
    LOSS,
    /** One payload goes out twice, under two ids, so that no deduplication by id can hide it. */
    DUPLICATE
}
