package dev.holdfast.internal.client;

import dev.holdfast.ConnectionState;
import dev.holdfast.internal.runtime.AnyThread;
import dev.holdfast.internal.runtime.OnLoop;

/** The state of a client, derived from the states of its sessions. Written on the loop, read anywhere. */
@OnLoop
@SuppressWarnings("EnumOrdinal") // the index of a count, stored nowhere
public final class ClientStateAggregator {
    /** The number of sessions in each state. */
    private final int[] sessions = new int[ConnectionState.values().length];

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
        sessions[s.ordinal()] += change;
    }

    /** The most troubled state wins. A final end of the last session is remembered until there is a new session. */
    private void recomputeState() {
        open = sessions[ConnectionState.CONNECTED.ordinal()];
        if (anyIn(ConnectionState.RECONNECTING)) state = ConnectionState.RECONNECTING;
        else if (anyIn(ConnectionState.CONNECTING)) state = ConnectionState.CONNECTING;
        else if (open > 0) state = ConnectionState.CONNECTED;
        else if (anyIn(ConnectionState.IDLE)) state = ConnectionState.IDLE;
        else state = endedForGood || anyIn(ConnectionState.CLOSED) ? ConnectionState.CLOSED : ConnectionState.IDLE;
    }

    private boolean anyIn(ConnectionState s) {
        return sessions[s.ordinal()] > 0;
    }

    /** Returns the number of sessions in state CONNECTED. */
    @AnyThread
    int openConnections() {
        return open;
    }

    @AnyThread
    public ConnectionState state() {
        return state;
    }
}
