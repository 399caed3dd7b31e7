package dev.holdfast.internal;

import dev.holdfast.ConnectionState;
import java.util.EnumMap;
import java.util.Map;

/** The state of a client, from those of its sessions. Written on the loop, read anywhere. */
final class Aggregate {
    private final Map<ConnectionState, Integer> sessions = new EnumMap<>(ConnectionState.class);
    private boolean endedForGood;
    private volatile ConnectionState state = ConnectionState.IDLE;
    private volatile int open;

    void added() {
        endedForGood = false;
        count(ConnectionState.IDLE, 1);
        refresh();
    }

    void changed(ConnectionState previous, ConnectionState current) {
        count(previous, -1);
        count(current, 1);
        refresh();
    }

    void removed(ConnectionState last) {
        count(last, -1);
        endedForGood = last == ConnectionState.CLOSED;
        refresh();
    }

    private void count(ConnectionState s, int change) {
        sessions.merge(s, change, Integer::sum);
    }

    /** What worries most comes first; the last session's final end is remembered until there is another. */
    private void refresh() {
        open = sessions.getOrDefault(ConnectionState.CONNECTED, 0);
        if (any(ConnectionState.RECONNECTING)) state = ConnectionState.RECONNECTING;
        else if (any(ConnectionState.CONNECTING)) state = ConnectionState.CONNECTING;
        else if (any(ConnectionState.CONNECTED)) state = ConnectionState.CONNECTED;
        else if (any(ConnectionState.IDLE)) state = ConnectionState.IDLE;
        else state = endedForGood || any(ConnectionState.CLOSED) ? ConnectionState.CLOSED : ConnectionState.IDLE;
    }

    private boolean any(ConnectionState s) {
        return sessions.getOrDefault(s, 0) > 0;
    }

    /** How many are connected. */
    int open() {
        return open;
    }

    ConnectionState state() {
        return state;
    }
}
