package dev.holdfast.internal.delivery;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.Diagnostics;
import dev.holdfast.MessageLossException;
import dev.holdfast.Subscription;
import dev.holdfast.UnhandledHandler;
import dev.holdfast.internal.runtime.CloseReasons;
import dev.holdfast.internal.runtime.SuppressForbidden;
import java.util.HashSet;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Logs what no listener of one subscription handles, each cause once. Leaves out payloads, queries, texts of the server and
 * the messages of exceptions, because they may hold secrets. Used by the thread that delivers.
 */
final class UnhandledLogger implements UnhandledHandler {
    /** A feed with ever new faults must not fill the log or the memory. The end is logged in any case. */
    private static final int MAX_CAUSES = 16;

    private final Set<String> logged = new HashSet<>();

    @Override
    public void onUnhandled(Subscription subscription, Throwable cause) {
        boolean end = cause instanceof CloseException;
        String text = end ? describe(((CloseException) cause).reason()) : describe(cause);
        if (end || (logged.size() < MAX_CAUSES && logged.add(text))) log(subscription.topic(), text);
    }

    /** The text of a reason may come from the server. */
    private static String describe(CloseReason reason) {
        return "ended with " + reason.kind() + (reason.code() < 0 ? "" : " " + reason.code());
    }

    private static String describe(Throwable cause) {
        if (cause instanceof MessageLossException) return "lost messages: " + cause.getMessage();
        return "failed with " + CloseReasons.nameAndPlace(cause);
    }

    @SuppressForbidden("without a handler, the platform's own log is the only place left")
    private static void log(String topic, String text) {
        int query = topic.indexOf('?');
        String where = query < 0 ? topic : topic.substring(0, query) + "?…";
        Logger.getLogger("dev.holdfast")
                .log(
                        Level.WARNING,
                        "The subscription to \"{0}\" {1}. Nothing handles this: implement SubscriptionListener or set"
                                + " Builder.onUnhandled",
                        new Object[] {Diagnostics.oneLine(where), text});
    }
}
