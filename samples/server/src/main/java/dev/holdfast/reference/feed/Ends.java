package dev.holdfast.reference.feed;

import java.util.concurrent.ThreadLocalRandom;

/** What readings are told that end although their topic goes on. */
final class Ends {
    static final String LOST = "Messages were lost on the way to this node: subscribe again from your cursor";
    static final String BUSY = "Too much waits for the history of this node: subscribe again later";
    static final String BROKEN = "This node has a fault: subscribe again later";

    private Ends() {}

    /** In how many milliseconds to come back: not all at once. */
    static long later() {
        return 500L + ThreadLocalRandom.current().nextInt(1000);
    }
}
