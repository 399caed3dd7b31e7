package dev.holdfast.cli;

import dev.holdfast.ClientStats;
import dev.holdfast.CloseReason;
import dev.holdfast.ConnectionEvent;
import dev.holdfast.ConnectionListener;
import dev.holdfast.ConnectionState;
import dev.holdfast.Continuity;
import dev.holdfast.cli.Screen.Tone;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** The reporter of connection events, which also tracks how long there has been no connection. Thread-safe. */
final class Progress implements ConnectionListener {
    private static final long REPORT_MILLIS = 1000;
    private static final int WEBSOCKET_NORMAL = 1000;
    private static final int WEBSOCKET_GOING_AWAY = 1001;

    private final Screen screen;
    private final boolean once;
    private final IntConsumer end;
    private final long begun = System.nanoTime();
    private final CountDownLatch reported = new CountDownLatch(1);
    private final Set<String> connected = new TreeSet<>();
    private long lastConnected = begun;
    private long reconnects;
    private String state = "connecting";

    /** Creates a reporter. With {@code once} the first disconnect ends the run: {@code end} receives the exit code. */
    Progress(Screen screen, boolean once, IntConsumer end) {
        this.screen = screen;
        this.once = once;
        this.end = end;
    }

    @Override
    public synchronized void onConnectionEvent(ConnectionEvent event) {
        state = event.current().name().toLowerCase(Locale.ROOT);
        String topic = event.topic() == null || event.topic().isEmpty() ? "" : event.topic() + ": ";
        if (event.current() == ConnectionState.CONNECTED) {
            connected.add(event.connection());
            screen.tell(Tone.NOTE, topic + "connected");
            reported.countDown();
            return;
        }
        if (connected.remove(event.connection())) {
            lastConnected = System.nanoTime();
            // Counted at the disconnect: messages of the next connection may be reported before the connection itself.
            if (event.delay() != null) reconnects++;
        }
        CloseReason reason = event.reason();
        if (reason == null || event.delay() == null) return;
        if (once) {
            int code = exitCode(reason);
            if (code != ExitCode.DONE) screen.tell(Tone.ERROR, topic + "ended: " + reason.text());
            end.accept(code);
            return;
        }
        screen.tell(
                Tone.NOTE, topic + reason.text() + "; attempt " + event.attempt() + " in " + Spans.text(event.delay()));
    }

    /** Waits until the first connection is reported. Messages take another path and may be written before it. */
    void awaitConnected() throws InterruptedException {
        if (reported.await(REPORT_MILLIS, TimeUnit.MILLISECONDS)) return;
        screen.tell(Tone.WARNING, "the connection was not reported in time");
    }

    /** Returns the exit code for a final end. */
    static int exitCode(CloseReason reason) {
        return switch (reason.kind()) {
            case END_OF_STREAM, NO_CONTENT -> ExitCode.DONE;
            case WEBSOCKET_CLOSE ->
                reason.code() == WEBSOCKET_NORMAL || reason.code() == WEBSOCKET_GOING_AWAY
                        ? ExitCode.DONE
                        : ExitCode.FAILED;
            case HTTP_STATUS ->
                reason.code() == 401 || reason.code() == 403 || reason.code() == 407
                        ? ExitCode.REFUSED
                        : ExitCode.FAILED;
            case CREDENTIALS -> ExitCode.REFUSED;
            default -> ExitCode.FAILED;
        };
    }

    void subscribed(Continuity continuity, boolean again) {
        switch (continuity) {
            case FRESH -> {
                // There were no earlier messages.
            }
            case RESUMED -> screen.tell(Tone.NOTE, "resumed: no messages are missing");
            case GAP -> screen.tell(Tone.WARNING, "gap: messages since the last cursor are missing");
            case UNKNOWN ->
                screen.tell(again ? Tone.WARNING : Tone.NOTE, "the server did not report whether messages are missing");
        }
    }

    /** Returns whether there has been no connection for longer than {@code time}. */
    synchronized boolean longWithout(Duration time) {
        return connected.isEmpty() && System.nanoTime() - lastConnected > time.toNanos();
    }

    synchronized String status(ClientStats stats) {
        double seconds = (System.nanoTime() - begun) / 1e9;
        return String.format(
                Locale.ROOT,
                " %s  %d messages  %.0f/s  %d reconnects  %d gaps  %.0f s ",
                state,
                stats.totals().received(),
                stats.totals().received() / Math.max(seconds, 0.1),
                reconnects,
                stats.totals().gaps(),
                seconds);
    }

    synchronized String summary(ClientStats stats, long written) {
        return String.format(
                Locale.ROOT,
                "written=%d received=%d bytes=%d reconnects=%d gaps=%d dropped=%d duplicates=%d seconds=%.1f",
                written,
                stats.totals().received(),
                stats.totals().bytes(),
                reconnects,
                stats.totals().gaps(),
                stats.totals().dropped(),
                stats.totals().duplicates(),
                (System.nanoTime() - begun) / 1e9);
    }
}
