package dev.holdfast.internal.delivery;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.MessageLossException;
import dev.holdfast.Subscription;
import dev.holdfast.UnhandledHandler;
import dev.holdfast.internal.runtime.SuppressForbidden;
import java.util.HashSet;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Logs what no listener of one subscription handles, each cause once. Payloads, queries and the messages of exceptions may
 * hold secrets and are left out. Used by the thread that delivers.
 */
final class UnhandledLogger implements UnhandledHandler {
    /** A server that invents close codes must not fill the log or the memory. */
    private static final int MAX_CAUSES = 16;

    private final Set<String> logged = new HashSet<>();

    @Override
    public void onUnhandled(Subscription subscription, Throwable cause) {
        String text = describe(cause);
        if (logged.size() < MAX_CAUSES && logged.add(text)) log(subscription.topic(), text);
    }

    private static String describe(Throwable cause) {
        if (cause instanceof CloseException) {
            CloseReason reason = ((CloseException) cause).reason();
            return "ended, " + reason;
        }
        if (cause instanceof MessageLossException) {
            return ((MessageLossException) cause).dropped() == null
                    ? "has a gap: the server no longer has some messages"
                    : "dropped messages, since its handler is slow";
        }
        StackTraceElement[] stack = cause.getStackTrace();
        return "failed with " + cause.getClass().getName() + (stack.length == 0 ? "" : " at " + stack[0]);
    }

    @SuppressForbidden("with no handler at all, the platform's own log is the only place left")
    private static void log(String topic, String text) {
        int query = topic.indexOf('?');
        String where = query < 0 ? topic : topic.substring(0, query) + "?…";
        Logger.getLogger("dev.holdfast")
                .log(
                        Level.WARNING,
                        "The subscription to \"{0}\" {1}. Nothing handles this: implement SubscriptionListener or set"
                                + " Builder.onUnhandled",
                        new Object[] {where, text});
    }
}
