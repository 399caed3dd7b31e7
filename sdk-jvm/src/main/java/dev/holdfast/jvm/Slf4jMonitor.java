package dev.holdfast.jvm;

import dev.holdfast.CloseReason;
import dev.holdfast.ConnectionEvent;
import dev.holdfast.Continuity;
import dev.holdfast.DroppedMessages;
import dev.holdfast.Monitor;
import dev.holdfast.Subscription;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Writes what happens to SLF4J. A line about a connection has the name of its attempt; with {@link
 * dev.holdfast.RealtimeClient.Builder#attemptHeader} the server can write the same name. One about a subscription has the
 * name of the attempt that carries it as the line is written: a later one, where a slow listener is told of what an earlier
 * one brought. Payloads and credentials are never written. Needs {@code slf4j-api} on the class path.
 *
 * <ul>
 *   <li>ERROR: a connection or a subscription has ended and is not tried again
 *   <li>WARN: a connection was lost or an attempt failed; a gap; messages were shed; a listener threw
 *   <li>INFO: a connection is ready
 *   <li>DEBUG: everything else
 * </ul>
 */
public final class Slf4jMonitor implements Monitor {
    private final Logger log;

    private Slf4jMonitor(Logger log) {
        this.log = log;
    }

    /** Writes to the logger {@code dev.holdfast}. */
    public static Slf4jMonitor create() {
        return create(LoggerFactory.getLogger("dev.holdfast"));
    }

    /** Writes to a logger of the app's. */
    public static Slf4jMonitor create(Logger log) {
        return new Slf4jMonitor(Objects.requireNonNull(log, "log"));
    }

    @Override
    public void onConnectionEvent(ConnectionEvent event) {
        log.atLevel(level(event)).log("connection {}", event);
    }

    private static Level level(ConnectionEvent event) {
        return switch (event.current()) {
            case CONNECTED -> Level.INFO;
            // Without a delay it is the attempt that follows.
            case RECONNECTING -> event.delay() == null ? Level.DEBUG : Level.WARN;
            case CLOSED -> isWanted(event.reason()) ? Level.DEBUG : Level.ERROR;
            default -> Level.DEBUG;
        };
    }

    private static boolean isWanted(@Nullable CloseReason reason) {
        return reason == null
                || reason.kind() == CloseReason.Kind.CLOSED
                || reason.kind() == CloseReason.Kind.NO_CONTENT;
    }

    private static String attempt(Subscription subscription) {
        return Objects.requireNonNullElse(subscription.attemptName(), "(no attempt yet)");
    }

    @Override
    public void onSubscribed(Subscription subscription, Continuity continuity) {
        log.atLevel(continuity == Continuity.GAP ? Level.WARN : Level.DEBUG)
                .log("subscription {} [{}] {}", attempt(subscription), subscription.topic(), continuity);
    }

    @Override
    public void onDropped(Subscription subscription, DroppedMessages dropped) {
        log.warn(
                "subscription {} [{}] shed {} messages",
                attempt(subscription),
                subscription.topic(),
                dropped.messages());
    }

    @Override
    public void onError(Subscription subscription, Throwable error) {
        log.warn("subscription {} [{}] error", attempt(subscription), subscription.topic(), error);
    }

    @Override
    public void onEnded(Subscription subscription, CloseReason reason) {
        log.atLevel(isWanted(reason) ? Level.DEBUG : Level.ERROR)
                .log("subscription {} [{}] ended, {}", attempt(subscription), subscription.topic(), reason);
    }

    @Override
    public void onRoundTrip(String connection, long nanos) {
        log.debug("connection {} answered a probe in {} us", connection, nanos / 1000);
    }
}
