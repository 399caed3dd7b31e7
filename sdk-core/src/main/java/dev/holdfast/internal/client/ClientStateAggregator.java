package dev.holdfast.internal.client;

import dev.holdfast.ConnectionState;
import dev.holdfast.internal.runtime.AnyThread;
import dev.holdfast.internal.runtime.OnLoop;
import java.util.EnumMap;
import java.util.Map;

/** The state of a client, from those of its sessions. */
@OnLoop
public final class ClientStateAggregator {
    private final Map<ConnectionState, Integer> sessions = new EnumMap<>(ConnectionState.class);
    private boolean endedForGood;
    private volatile @AnyThread ConnectionState state = ConnectionState.IDLE;
    private volatile @AnyThread int open;

    public void sessionAdded() {
        endedForGood = false;
        adjustCount(ConnectionState.IDLE, 1);
        recomputeState();
    }

    public void stateChanged(ConnectionState previous, ConnectionState current) {
        adjustCount(previous, -1);
        adjustCount(current, 1);
        recomputeState();
    }

    public void sessionRemoved(ConnectionState last) {
        adjustCount(last, -1);
        endedForGood = last == ConnectionState.CLOSED;
        recomputeState();
    }

    private void adjustCount(ConnectionState s, int change) {
        sessions.merge(s, change, Integer::sum);
    }

    /** What worries most comes first; the last session's final end is remembered until there is another. */
    private void recomputeState() {
        open = sessions.getOrDefault(ConnectionState.CONNECTED, 0);
        if (anyIn(ConnectionState.RECONNECTING)) state = ConnectionState.RECONNECTING;
        else if (anyIn(ConnectionState.CONNECTING)) state = ConnectionState.CONNECTING;
        else if (anyIn(ConnectionState.CONNECTED)) state = ConnectionState.CONNECTED;
        else if (anyIn(ConnectionState.IDLE)) state = ConnectionState.IDLE;
        else state = endedForGood || anyIn(ConnectionState.CLOSED) ? ConnectionState.CLOSED : ConnectionState.IDLE;
    }

    private boolean anyIn(ConnectionState s) {
        return sessions.getOrDefault(s, 0) > 0;
    }

    /** How many are connected. */
    @AnyThread
    int openConnections() {
        return open;
    }

    @AnyThread
    public ConnectionState state() {
        return state;
    }
}
