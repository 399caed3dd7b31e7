package dev.holdfast.jvm;

import dev.holdfast.CloseReason;
import dev.holdfast.ConnectionEvent;
import dev.holdfast.Continuity;
import dev.holdfast.DecodeException;
import dev.holdfast.Diagnostics;
import dev.holdfast.DroppedMessages;
import dev.holdfast.Monitor;
import dev.holdfast.Subscription;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * A monitor that logs events to SLF4J. Payloads and credentials are never logged: of a message that cannot be decoded
 * it logs the exception's class only. The exception of a listener is logged with its message. Requires {@code slf4j-api} on the
 * class path. Thread-safe.
 *
 * <p>A line about a connection contains the name of its attempt. With {@link
 * dev.holdfast.RealtimeClient.Builder#attemptHeader} the server can log the same name. A line about a subscription
 * contains the name of the attempt that carries it when the line is logged. With a slow listener this may be a later
 * attempt than the one that delivered the message.
 *
 * <ul>
 *   <li>ERROR: a connection or a subscription has ended and is not retried
 *   <li>WARN: a connection was lost or an attempt failed; a gap; messages were dropped; a listener threw
 *   <li>INFO: a connection is ready
 *   <li>DEBUG: everything else
 * </ul>
 */
public final class Slf4jMonitor implements Monitor {
    private final Logger log;

    private Slf4jMonitor(Logger log) {
        this.log = log;
    }

    /** Creates a monitor that writes to the logger {@code dev.holdfast}. */
    public static Slf4jMonitor create() {
        return create(LoggerFactory.getLogger("dev.holdfast"));
    }

    /** Creates a monitor that writes to a logger of the application. */
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
            // An event without a delay is the start of the next attempt, not a failure.
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

    private static String topic(Subscription subscription) {
        return Diagnostics.oneLine(subscription.topic());
    }

    @Override
    public void onSubscribed(Subscription subscription, Continuity continuity) {
        log.atLevel(continuity == Continuity.GAP ? Level.WARN : Level.DEBUG)
                .log(
                        "subscription {} [{}] subscribed, continuity {}",
                        attempt(subscription),
                        topic(subscription),
                        continuity);
    }

    @Override
    public void onDropped(Subscription subscription, DroppedMessages dropped) {
        log.warn(
                "subscription {} [{}] dropped {} messages",
                attempt(subscription),
                topic(subscription),
                dropped.messages());
    }

    @Override
    public void onError(Subscription subscription, Throwable error) {
        if (error instanceof DecodeException) {
            log.warn(
                    "subscription {} [{}] could not decode a message: {}",
                    attempt(subscription),
                    topic(subscription),
                    error.toString());
        } else log.warn("subscription {} [{}] reported an error", attempt(subscription), topic(subscription), error);
    }

    @Override
    public void onEnded(Subscription subscription, CloseReason reason) {
        log.atLevel(isWanted(reason) ? Level.DEBUG : Level.ERROR)
                .log("subscription {} [{}] ended: {}", attempt(subscription), topic(subscription), reason);
    }

    @Override
    public void onRoundTrip(String connection, long nanos) {
        log.debug("connection {} replied to a probe after {} us", connection, nanos / 1000);
    }
}
