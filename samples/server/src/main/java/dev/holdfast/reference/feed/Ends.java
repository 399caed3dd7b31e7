package dev.holdfast.reference.feed;

import java.util.concurrent.ThreadLocalRandom;

/** The reasons for ending a reading while its topic continues. */
final class Ends {
    static final String LOST = "This node missed messages: subscribe again from your cursor";
    static final String BUSY = "The history of this node is overloaded: subscribe again later";
    static final String BROKEN = "This node has an internal error: subscribe again later";

    private Ends() {}

    /** Returns a random delay in milliseconds, so that clients do not return at the same time. */
    static long later() {
        return 500L + ThreadLocalRandom.current().nextInt(1000);
    }
}
