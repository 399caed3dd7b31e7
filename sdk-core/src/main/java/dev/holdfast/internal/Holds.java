package dev.holdfast.internal;

import java.util.LinkedHashSet;
import java.util.Set;

/** Why a client makes no attempt: the app's pause, the platform's holds. On the loop. */
final class Holds {
    /** The app's. No platform's hold is told by this name. */
    static final String APP = "The client was paused";

    private final Set<String> whys = new LinkedHashSet<>();

    void add(String why) {
        whys.add(why);
    }

    /** Whether that was the last one. */
    boolean remove(String why) {
        return whys.remove(why) && whys.isEmpty();
    }

    boolean any() {
        return !whys.isEmpty();
    }

    /** The first, as the reason to say. */
    String why() {
        return whys.iterator().next();
    }
}
